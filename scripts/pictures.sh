#!/usr/bin/env bash
# scripts/pictures.sh : walk the week in a browser and take over the pictures the README shows.
source "$(dirname "$0")/common.sh"

pictures="$(mktemp -d)"
trap 'rm -rf "$pictures"' EXIT
REMIT_PICTURES="$pictures" "$VENV/bin/python" -m pytest --quiet tests/journeys/test_week.py
mkdir -p docs/pictures
cp "$pictures/selection.png" "$pictures/meeting.png" docs/pictures/
