broadsheetSearch.shard("2021", [
{"title":"Clocks \u0026 \u003ctime\u003e","link":"2021/03/summer-time.html","day":"2021-03-28","section":"World","language":"de","direction":"ltr","standfirst":"","names":"The desk, Time, A \u0026 B","text":"Ein „Zitat“, ein Verweis und ein Bild .","further":""},
{"title":"The day before","link":"2021/03/before.html","day":"2021-03-27","section":"World","language":"en","direction":"ltr","standfirst":"","names":"Ann Lee, Bo Ek","text":"A footnote1. Here. ↩","further":""},
{"title":"Beyond the cap","link":"2021/03/cut.html","day":"2021-03-26","section":"World","language":"en","direction":"ltr","standfirst":"","names":"The desk","text":"Text.","further":""}
]);
