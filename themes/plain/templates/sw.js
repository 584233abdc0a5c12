{% extends "broadsheet/sw.js" %}
{% block statics %}
  {{ static('offline.js') | tojson }},
{% endblock %}
