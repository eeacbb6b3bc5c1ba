-- What the cell knows to be an address of the structure of an incident: nothing that holds one is shared. It goes with the incident.
CREATE TABLE indicator_own_addresses (
    incident TEXT NOT NULL,
    -- An IP address, a range or a name, as it was typed.
    value TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (incident, value)
);
