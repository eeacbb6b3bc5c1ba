# What the trail says of publications.
action-publication-begun = Text begun
action-publication-written = Text changed
action-publication-submitted = Review asked for
action-publication-sent-back = Text sent back to its writer
action-publication-scheduled = Text reviewed, publication scheduled
action-publication-unscheduled = Scheduled publication taken back
action-publication-published = Text published after a review
action-publication-published-alone = Text published without a review
action-publication-withdrawn = Text withdrawn
action-publication-library-loaded = Cards and guides of the program added

# Why a text cannot go on.
refused-publication-changed = Somebody changed this text after you opened it. Nothing is lost: compare the two, then save.
refused-publication-own = You wrote part of this text: somebody else must review it.
refused-publication-moved = This text has moved on: read the page again, then try again.
refused-publication-scheduled = This text is waiting for its moment: take it back first.
refused-publication-red = TLP:RED names its readers: such a text is not published here. Choose another mark.
refused-publication-slug = This address will not do: unaccented letters, digits and hyphens, 80 characters at most.
refused-publication-link = This link will not be published: { $value }. Write an https:// address or a path of this site.
refused-publication-image = This image is not on this site: { $value }. Add it to the text, then use the address given.
refused-publication-image-alt = Say what the image { $value } shows, for those who do not see it.
refused-publication-sections = Some parts are missing, or out of order: { $sections }.
refused-publication-cve = This is not a CVE number: “{ $value }”. Write for example CVE-2026-12345.
refused-publication-cwe = This is not a CWE number: “{ $value }”. Write for example CWE-79.
refused-publication-cvss = This CVSS vector cannot be read: “{ $value }”. It begins with CVSS:3.1/ or CVSS:4.0/ and has all mandatory metrics.
refused-publication-product = Each product has a vendor and a name.
refused-publication-day = This is not a day: “{ $value }”. Write for example 2026-12-01.
refused-publication-period = The period ends before it begins.
refused-publication-source = Each source has a title or an author.
refused-publication-address = This is not an address: “{ $value }”. It begins with https://.
