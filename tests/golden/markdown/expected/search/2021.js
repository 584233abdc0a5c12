broadsheetSearch.shard("2021", [
{"title":"Other","link":"2021/01/other.html","day":"2021-01-02","section":"A","language":"en","direction":"ltr","standfirst":"","names":"","text":"Part See all.","further":""},
{"title":"All of Markdown","link":"2021/01/all.html","day":"2021-01-01","section":"A","language":"en","direction":"ltr","standfirst":"Every element once.","names":"","text":"A first-rank heading becomes a subhead “Quotes” – and dashes — and ‘single’ ones… in text and \"code\". Table a b 1 2 Term Its definition. A note1, and a link with a fragment. print(\"\u003cnot html\u003e\") Beware An admonition. A paragraph with a class. raw HTML Report The note. ↩","further":""}
]);
