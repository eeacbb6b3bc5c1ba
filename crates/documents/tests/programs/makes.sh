#!/bin/sh
# What a good program does, with everything that it was given: its variables and the document.
printf '%%PDF-1.7\n'
env
cat
