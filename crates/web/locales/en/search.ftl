# Searching all that is published.
page-search = Search
search-label = What are you looking for?
search-hint = A word, a product, a CVE number. Between quotes, words follow one another.
search-button = Search
search-count = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
}
search-more = More than { $count } results
search-none = Try a shorter or more common word, or take a filter away. Cards and guides can be read by their lists too.
search-suggestion = Did you mean:
search-cut = Only the first { $words } words and the first { $characters } characters were looked for.
search-narrow = Narrow
search-narrowed = Filters
search-widen = Take away the filter
search-facet-kind = By kind
search-facet-severity = By severity
search-facet-year = By year
search-facet-vendor = By vendor
search-why-name = “{ $word }”: exact name or number
search-why-title = “{ $word }” in the title
search-why-summary = “{ $word }” in the summary
search-why-text = “{ $word }” in the text
search-why-and = {"; "}
