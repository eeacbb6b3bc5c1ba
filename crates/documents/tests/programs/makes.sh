#!/bin/sh
# What a good program does, with what it was given to see: its variables.
cat >/dev/null
printf '%%PDF-1.7\n'
env
