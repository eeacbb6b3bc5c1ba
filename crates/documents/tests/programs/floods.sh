#!/bin/sh
# Writes for ever.
exec yes '%PDF-1.7'
