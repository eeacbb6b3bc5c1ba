page-indicators = Indicators
indicators-title = Indicators
indicators-none = No indicator found.
indicators-all = See all { $count } indicators
indicators-page = Page of indicators
indicators-others = { $count ->
    [one] 1 dismissed
   *[other] { $count } dismissed
 }
indicators-traces = { $count ->
    [0] Traces
    [one] 1 trace
   *[other] { $count } traces
 }
indicators-text = Download the traces in clear
indicators-text-hint = one a line, for a firewall or a SIEM
indicators-dismissed = { $count ->
    [one] 1 indicator dismissed
   *[other] { $count } indicators dismissed
 }
indicator-kind-ipv4 = IPv4
indicator-kind-ipv6 = IPv6
indicator-kind-domain = Domain
indicator-kind-url = URL
indicator-kind-email = E-mail
indicator-kind-md5 = MD5
indicator-kind-sha1 = SHA-1
indicator-kind-sha256 = SHA-256
indicator-kind-sha512 = SHA-512
indicator-kind-cve = Vulnerability
indicator-kind-bitcoin = Bitcoin
indicator-kind-monero = Monero
indicator-kind-ethereum = Ethereum
indicator-also = Also in
indicator-also-more = and { $count } more
indicator-hidden = { $count ->
    [one] Also in 1 other incident that you may not read.
   *[other] Also in { $count } other incidents that you may not read.
 }
indicator-and-hidden = { $count ->
    [one] and in 1 other that you may not read.
   *[other] and in { $count } others that you may not read.
 }
indicator-in-declaration = Declaration, version { $number }
indicator-in-message = Message of the facility, read { $when }
indicator-in-answer = Message to the facility, read { $when }
indicator-in-attachment = File { $name }
indicator-in-journal = Journal, { $when }
indicator-typed = Added by hand, { $when }
indicator-typed-by = Added by { $name }, { $when }
indicator-listed-by = Kept out by the list “{ $list }”
indicator-dismissed-by = Dismissed by { $name }: { $reason }
indicator-add = Add indicators
indicator-add-again = Go back to the text
indicator-add-text = Text to look through
indicator-add-hint = Paste a message, a log, a list: IP addresses, domains, URLs, e-mail addresses, hashes, CVEs, wallets, even made harmless (hxxp, [.]). Nothing is kept before you have chosen.
indicator-mark = Mark
indicator-mark-go = Change the mark
indicator-look = Look
indicator-found = { $count ->
    [one] 1 indicator in this text
   *[other] { $count } indicators in this text
 }
indicator-found-more = { $count ->
    [one] 1 more is not shown: paste the rest of the text afterwards.
   *[other] { $count } more are not shown: paste the rest of the text afterwards.
 }
indicator-choose = Which ones to add? Those that a list keeps out are not ticked.
indicator-add-go = Add, as TLP:{ $mark }
indicator-add-no = Add nothing
indicator-judge = Mark or dismiss
indicator-why = Why is it no trace?
indicator-dismiss = Dismiss
indicator-restore = It is a trace after all
list-vigie-resolvers = Public DNS resolvers
list-vigie-documentation = Documentation domains
list-vigie-state = Sites of the State
list-vigie-everyday = Everyday sites
list-vigie-own = Our own domains
refused-no-indicator = Nothing of the kind here: no public IP address, no domain, URL, e-mail address, hash, CVE or wallet.
refused-none-chosen = Tick at least one indicator.
refused-mark-not-yours = Only the author of a mark may loosen it. It can be tightened at any time.
