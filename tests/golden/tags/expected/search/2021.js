broadsheetSearch.shard("2021", [
{"title":"N5","link":"2021/01/n5.html","day":"2021-01-05","section":"A","language":"en","direction":"ltr","standfirst":"","names":"???, C-, node.js","text":"Text.","further":""},
{"title":"N4","link":"2021/01/n4.html","day":"2021-01-04","section":"A","language":"en","direction":"ltr","standfirst":"","names":"!!!, كابل, नई दिल्ली, 上海, F#","text":"Text.","further":""},
{"title":"N3","link":"2021/01/n3.html","day":"2021-01-03","section":"A","language":"en","direction":"ltr","standfirst":"","names":"Ｃ, open source, Open Source, Go, I/O","text":"Text.","further":""},
{"title":"N2","link":"2021/01/n2.html","day":"2021-01-02","section":"A","language":"en","direction":"ltr","standfirst":"","names":"c, c++, Open Source, Kübel","text":"Text.","further":""},
{"title":"N1","link":"2021/01/n1.html","day":"2021-01-01","section":"A","language":"en","direction":"ltr","standfirst":"","names":"C, C++, C#, .NET, Golang","text":"Text.","further":""}
]);
