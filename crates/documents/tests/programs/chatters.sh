#!/bin/sh
# Reads, succeeds, and writes something that is no PDF.
cat >/dev/null
echo 'hello'
