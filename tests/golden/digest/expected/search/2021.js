broadsheetSearch.shard("2021", [
{"title":"A book on bridges","link":"2021/08/book.html","day":"2021-08-18","section":"Arts","language":"en-GB","direction":"ltr","standfirst":"","names":"The desk, Bridges, Books, The Standard","text":"It has a chapter on the new one. Cost Nine pounds.","further":""},
{"title":"The bridge is open","link":"2021/08/bridge.html","day":"2021-08-17","section":"World","language":"en-GB","direction":"ltr","standfirst":"It opened on Tuesday.","names":"The bridge, The desk, Bridges, Le Monde, LE MONDE","text":"It is 900 m long.1 More below. Cost See the book. So the mayor said. ↩","further":""},
{"title":"The bridge","link":"stories/the-bridge.html","day":"2021-08-17","section":"Developing story","language":"en-GB","direction":"ltr","standfirst":"","names":"","text":"","further":""}
]);
