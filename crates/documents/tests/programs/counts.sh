#!/bin/sh
# Says how many of its kind are at work, itself included, in the folder that the title names.
folder=$(sed 's/.*"title":"\([^"]*\)".*/\1/')
mkdir "$folder/$$"
sleep 0.2
printf '%%PDF-'
ls "$folder" | wc -l
rmdir "$folder/$$"
