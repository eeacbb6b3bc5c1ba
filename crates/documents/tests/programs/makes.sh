#!/bin/sh
# What a good program does, with everything that it was given: its variables and the document. An image it gives back as it is,
# unless it says that it cannot be read.
if [ "$1" = redraw ]; then
  file=$(mktemp)
  cat >"$file"
  if grep -aq unreadable "$file"; then rm "$file"; exit 3; fi
  cat "$file"
  rm "$file"
  exit 0
fi
printf '%%PDF-1.7\n'
env
cat
