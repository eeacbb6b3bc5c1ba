#!/bin/sh
# Writes its number in the file that the title names, and never ends.
file=$(sed 's/.*"title":"\([^"]*\)".*/\1/')
echo "$$" >"$file.part"
mv "$file.part" "$file"
exec sleep 1000000
