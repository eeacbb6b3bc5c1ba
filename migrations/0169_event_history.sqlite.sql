UPDATE events SET kept_since = CAST(strftime('%s', 'now') AS INTEGER) * 1000;
