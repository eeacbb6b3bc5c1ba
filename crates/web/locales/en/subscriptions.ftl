page-subscribe = Subscribe by email
page-subscription-confirm = Confirm the subscription
page-subscription-change = Change my subscription
page-unsubscribe = Unsubscribe
page-sent = Sent

subscribe-lead = Receive the unit’s alerts and publications by email, without an account. Stop whenever you like, with one click.
subscribe-kinds = What do you want to receive?
subscribe-kind-alert = Alerts
subscribe-kind-bulletin = Bulletins
subscribe-kind-news = News
subscribe-kind-card = Response cards
subscribe-kind-guide = Guides
subscribe-severity = Which alerts?
subscribe-severity-hint = About alerts only.
subscribe-severity-1 = All of them
subscribe-severity-2 = From severity 2 (moderate)
subscribe-severity-3 = From severity 3 (serious)
subscribe-severity-4 = From severity 4 (very serious)
subscribe-severity-5 = Severity 5 (critical) only
subscribe-products = For some products only
subscribe-products-hint = About alerts only. If you tick nothing, you receive those on all products.
subscribe-products-other = Products that no publication names any more
subscribe-vendor = All products of { $vendor }
subscribe-rhythm = When?
subscribe-rhythm-now = As soon as they are published
subscribe-rhythm-daily = Once a day, at 08:00
subscribe-rhythm-weekly = Once a week, on Monday at 08:00
subscribe-rhythm-hint = Paris time. When there is nothing new, nothing is sent.
subscribe-language = Language of the emails
subscribe-go = Subscribe
subscribe-already = Already subscribed? Change or stop
subscribe-privacy = What we keep about you
subscribe-sent-title = Open your mailbox
subscribe-sent = An email is on its way to this address, with a link to confirm. Nothing else will be sent until you do. Not there? Look in the junk folder. To protect mailboxes, we send at most 3 requests a day to one address.
subscribe-again = Was the address wrong? Start again
subscribe-anew = Subscribe again
subscription-confirm-lead = Somebody, probably you, asked for this. If it was not you, close this page: nothing will be sent.
subscription-confirm-go = Confirm
subscription-confirmed-title = Subscription confirmed
subscription-confirmed = Done. Each email holds the link to change or stop.
subscription-change-lead = Give your address: we send there a link that opens your choices for one hour.
subscription-change-ask = Receive the link
subscription-change-sent = If this address is subscribed, a link is on its way there. It opens your choices for one hour.
subscription-change-of = Subscription of { $email }
subscription-change-go = Save
subscription-changed = Your choices are saved.
subscription-end = Unsubscribe from everything
subscription-end-lead = One click, and nothing more is sent. The address is erased at once.
subscription-end-go = Unsubscribe
subscription-end-rather = Receive fewer emails instead
subscription-ended-title = You are unsubscribed
subscription-ended = This subscription is stopped and its address erased. An email that has already left may still arrive. If you have subscribed again since, use the link of a more recent email.
refused-subscription-product = This is not a product of the list.
refused-link-spent = This link is of no use any more: it was used already, or it is too old. Ask for another one.

sent-way = What left by email
sent-lead = How many emails left, and for what. Never to whom: addresses can be read nowhere.
sent-people = Subscribers
sent-people-total = { $count ->
    [one] { $count } subscriber
   *[other] { $count } subscribers
  }
sent-people-none = Nobody has subscribed yet. The link to subscribe stands in the site map.
sent-mailings = By publication
sent-mailings-none = Nothing has left yet. What is published under TLP:CLEAR leaves by itself.
sent-what = Publication
sent-when = Published
sent-told = Recipients
sent-queued = Waiting
sent-sent = Sent
sent-failed = Refused
sent-ended = Subscriptions ended
sent-version = version { $version }
sent-gone = Publication withdrawn or restricted
sent-days = By day
sent-day = Day

action-subscription-confirmed = Subscription by email confirmed
action-subscription-changed = Subscription by email changed
action-subscription-ended = Subscription by email stopped, address erased
action-subscription-refused = Subscription by mail ended: the address refuses mail

mail-subscribe-subject = Confirm your subscription
mail-subscribe-body =
    Hello,

    You, or somebody else, asked for our publications to be sent to this address. To confirm, open the address below and press the button, within three days:

    { $address }

    If it was not you, do nothing: nothing will be sent to you, and your address will be erased.

    { $operator }
mail-choices-subject = Change your subscription
mail-choices-body =
    Hello,

    Your choices open at the address below, for one hour:

    { $address }

    If you did not ask for this, do nothing, and do not forward this email: nothing has changed.

    { $operator }
mail-told-kind-alert = Alert
mail-told-kind-bulletin = Bulletin
mail-told-kind-news = News
mail-told-kind-card = Response card
mail-told-kind-guide = Guide
mail-told-severity-1 = minor
mail-told-severity-2 = moderate
mail-told-severity-3 = serious
mail-told-severity-4 = very serious
mail-told-severity-5 = critical
mail-told-alert = { $kind }, severity { $severity } out of 5 ({ $grave })
mail-told-subject = { $what }: { $title }
mail-told-subject-again = Update – { $what }: { $title }
mail-told-changes = What has changed: { $changes }
mail-told-in-french = (This text exists in French only.)
mail-told-digest-daily = { $count ->
    [one] { $count } publication of the unit since yesterday
   *[other] { $count } publications of the unit since yesterday
  }
mail-told-digest-weekly = { $count ->
    [one] { $count } publication of the unit this week
   *[other] { $count } publications of the unit this week
  }
mail-told-foot =
    ____________________

    You receive this email because you subscribed to the publications of: { $operator }. It tells nobody whether you read it.
    Unsubscribe: { $end }
    Change your choices: { $change }
