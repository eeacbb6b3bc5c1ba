-- How many mails in a row an address refused for good, and how many subscriptions ended by that on a day.
ALTER TABLE subscribers ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscription_days ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
