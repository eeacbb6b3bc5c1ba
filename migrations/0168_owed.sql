-- What is still to be done, by when: a handover asks for it of all incidents at once.
CREATE INDEX incident_tasks_due ON incident_tasks (due_at) WHERE done_at IS NULL;
