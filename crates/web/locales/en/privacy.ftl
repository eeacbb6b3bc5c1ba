term-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
  }
term-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
  }
term-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
  }
term-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
  }
privacy-lead = We keep only what serves to handle incidents and to protect this service. Every day, what has been kept long enough is erased, and the erasure is recorded.
privacy-controller = Controller: { $publisher }, { $address }.
privacy-caption = What we keep
privacy-what = Data
privacy-why = Why
privacy-long = How long
privacy-who = Who reads them
privacy-declaration-what = Your declaration
privacy-declaration-detail = What you declare, your name, function, telephone numbers and addresses, your messages, your files, and what the unit writes down as it handles them.
privacy-declaration-why = To handle the incident, help you, and tell the authorities that the law names: a task in the public interest (GDPR, art. 6(1)(e); French public health code, art. L. 1111-8-2 and D. 1111-16-2 onwards).
privacy-declaration-long = { $incidents } after the incident is closed or, if it still changes, after its last change.
privacy-declaration-who = { $operator }, the health agency of the site’s region, and the ministry of health where the law says so. Each reading leaves a trace.
privacy-draft-what = A draft
privacy-draft-detail = What you wrote before declaring.
privacy-draft-why = To lose nothing when the network drops, and to call you back if somebody is in danger (GDPR, art. 6(1)(d) and (e)).
privacy-draft-long = { $drafts } after the last screen was sent. Emptied as soon as you declare.
privacy-draft-who = You alone, by the resume code. The unit too, if you said that there is danger and left a number.
privacy-letter-what = Our mail
privacy-letter-detail = Your address, and the reference. Never what you declared.
privacy-letter-why = To tell you that something is new (GDPR, art. 6(1)(e)).
privacy-letter-long = { $jobs } once it has left. What could not leave, { $given_up } at most.
privacy-letter-who = Those who run the server.
privacy-account-what = A staff account
privacy-account-detail = Address, name, roles, open sessions. The password is kept only in a form from which it cannot be found again.
privacy-account-why = To keep incidents to those who are entitled to them (GDPR, art. 6(1)(e) and 32).
privacy-account-long = As long as the account is of use.
privacy-account-who = The person, and the administrators.
privacy-try-what = A wrong try
privacy-try-detail = The IP address from which a wrong code or password was tried.
privacy-try-why = To slow down whoever guesses (GDPR, art. 6(1)(e) and 32).
privacy-try-long = 24 hours. The place from which a person usually signs in, 90 days.
privacy-try-who = Nobody: the program alone makes use of it.
privacy-trail-what = The audit trail
privacy-trail-detail = Who did, saw or downloaded what, and when: numbers and no names, and the IP address of refused sign-ins. Nothing of what was declared.
privacy-trail-why = To prove that only those entitled read a declaration, and that nothing was changed in secret (GDPR, art. 5(2) and 32).
privacy-trail-long = As long as the service: its entries form a chain from which none can be taken unseen. Once an incident or an account is erased, its numbers lead to nobody.
privacy-trail-who = The auditors.
privacy-after-title = What remains afterwards
privacy-after-text = A count, with nothing that points to anybody: so many incidents in a year, in a region, for a category of facility, of a kind, by which criteria, of which severity. Exercises are not counted. A back-up may hold for some time what has just been erased; it serves only to restore the service.
privacy-held-title = When an incident must be kept longer
privacy-held-text = A complaint, a trial or an inquiry may require it. The person who leads the unit then orders it, with the reason; nothing is erased until that person lifts the order.
privacy-browser-title = What your browser keeps
privacy-browser-text = Cookies that the service cannot do without (French data protection act, art. 82): one that protects forms; one that finds your draft for { $drafts }; one that lets you follow your declaration for 12 hours; one that keeps a member of staff signed in, 12 hours at most. None serves to measure or to track, and no page calls another site.
privacy-rights-title = Your rights
privacy-rights-text = You may ask to see your data (GDPR, art. 15), to have them corrected (art. 16), to have their use restricted (art. 18), object to it (art. 21), and have them erased where the law does not require us to keep them (art. 17): write to { $email }. If our answer does not satisfy you, turn to the French data protection authority, the CNIL (art. 77).
hold-title = Keeping
hold-since = To be kept since { $when }, by order of { $name }. Nothing of it is erased until the order is lifted.
hold-none = Once closed, this incident is erased after { $kept } without a change.
hold-order = Order that it be kept
hold-order-hint = The proceedings that require it: a complaint, a trial, an inquiry. The unit reads what you write.
hold-lift = Lift the order to keep it
hold-lift-hint = If its time is over, the incident goes at the next daily erasure.
journal-hold = Ordered to be kept. { $body }
journal-lift = Order to keep lifted. { $body }
refused-held-already = A colleague has already ordered that this incident be kept.
refused-not-held = The order to keep has already been lifted.
