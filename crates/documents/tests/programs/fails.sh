#!/bin/sh
# Complains without having read anything.
echo 'the ink is dry' >&2
exit 3
