// What the edition pane adds to the script; desk.js imports it.
