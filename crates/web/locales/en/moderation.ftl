# To report, to moderate, to know who wrote unnamed, to make something of a thread.
action-community-reported = Post reported to the moderators
action-community-judged = Post judged by the moderators
action-community-shown-again = Hidden post shown again
action-community-reveal-asked = Name of who wrote unnamed asked for
action-community-reveal-granted = Name of who wrote unnamed granted
action-community-reveal-refused = Name of who wrote unnamed refused
action-community-reveal-seen = Name of who wrote unnamed read
action-community-raise-asked = Agreement of the authors of a thread asked for
action-community-raise-agreed = Agreement given by the author of a post
action-community-raise-declined = Agreement declined by the author of a post
action-community-raised = Thread raised, or the request dropped

refused-moderation-long = This is too long: { $most } characters at most.
refused-moderation-words = Write at least a few words.
refused-report-hidden = This post cannot be read any more: nothing is left to report.
refused-report-own = This post is yours: you may change it or take it back.
refused-report-once = You reported this post already. The moderators have it before them.
refused-judged-before = Somebody else just decided about this post. Read what became of it.
refused-reveal-asked = Another request is open for this post, or was just granted.
refused-reveal-refused = You were refused this request: another moderator may make it.
refused-reveal-decided = This request has its answer already, or ran out.
refused-reveal-second = You made this request: somebody else must answer it.
refused-raise-posts = Choose one to fifty posts.
refused-raise-red = A post that is TLP:RED, or that cannot be read any more, does not leave this place. Take it out of your choice.
refused-raise-open = A request is open for this thread already.
refused-raise-over = This request is over, or the post has changed since: it is left out.
refused-raise-nobody = No author has agreed yet.

page-moderation = Moderation
page-moderation-case = Judge a post
page-moderation-act = Act on a post that was judged
page-moderation-log = Moderation log
page-moderation-names = Names asked for
page-moderation-name-act = Answer a request for a name
page-post-report = Report this post
page-for-me = For me
page-for-me-act = Answer what I am asked
page-thread-raise = Make something of this thread
page-thread-raise-act = Follow a thread up

moderation-post = A post
moderation-post-away = a post that you cannot read any more
moderation-back-post = Back to the post
moderation-about = About:
moderation-new = New
moderation-report = Report
moderation-case-see = Moderate
moderation-raise = Make something of this thread

moderation-report-lead = Only those who moderate will know that you reported it. Its author will not learn of it.
moderation-report-red = This post is TLP:RED: moderators whom it does not name will see who wrote it, where, when, and your words, never the text. Quote nothing of it.
moderation-report-before = You reported this post already. What is decided will be read in “For me”.
moderation-report-go = Report
moderation-field-reason = Why?
moderation-field-words = In a few words
moderation-field-words-hint = Optional, but for another reason.
moderation-reason-respect = Lack of respect
moderation-reason-wrong = False, and could do harm
moderation-reason-personal = A person or patient can be recognised
moderation-reason-marking = Should not be known this far
moderation-reason-advertising = Advertising, canvassing
moderation-reason-off-topic = Nothing to do with this space
moderation-reason-other = Another reason

moderation-cases = Reported posts
moderation-cases-none = No report waits.
moderation-reports = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}
moderation-names-wait = { $count ->
    [one] { $count } waits for an answer
   *[other] { $count } wait for an answer
}
moderation-unread = You are not among the readers of this post: its text is not shown to you. You may hide it without having read it.
moderation-changed = Its author changed it since it was reported: its versions can be read from the thread.
moderation-reported = Reports
moderation-reported-none = Nobody reported it.
moderation-reporter-unsaid = Name not shown: the author of the post, who is not named, could be one of you
moderation-warned = Said to its author before
moderation-judge = Decide
moderation-judge-go = Decide
moderation-field-verdict = What you decide
moderation-verdict-nothing = Nothing wrong
moderation-verdict-hide = Hide the post
moderation-verdict-warn = Warn its author
moderation-verdict-both = Hide the post and warn its author
moderation-field-told = To be read in the place of the post
moderation-field-told-hint = If you hide it. All readers of the thread will read this, and the moderation log keeps it.
moderation-field-warning = To say to its author
moderation-field-warning-hint = If you warn them. They alone will read it, at their next visit.
moderation-field-answer = To say to who reported it
moderation-field-answer-hint = Optional. What you decide is told to them in any case.
moderation-field-why = Why show it again
moderation-field-why-hint = The moderation log keeps it.
moderation-show = Show again
moderation-show-go = Show again
moderation-done-juge = It is decided. Who reported this post will learn of it in “For me”.
moderation-done-montre = The post can be read again.

moderation-name-ask = Ask to know its author
moderation-name-ask-text = Another moderator must grant it. You two will then see the name, for this one post and for thirty days. Its author will be told, and each look at the name is written in the trail.
moderation-name-ask-go = Ask
moderation-field-grounds = For which grave reason
moderation-field-grounds-hint = Those who read this post will read it in the moderation log, and its author if the name is granted.
moderation-done-demande = Noted. Another moderator must answer.
moderation-names-lead = The name of who wrote unnamed is known to two people only: who asks for it and who grants it. Nobody has to say why they do not answer a request.
moderation-names-none = Nothing was asked for in the last six months.
moderation-name-waiting = Waits for somebody else
moderation-name-lapsed = Not answered, ran out
moderation-name-granted = Granted
moderation-name-until = Granted, to be read until { $when }
moderation-name-over = Granted, to be read no more
moderation-name-refused = Refused
moderation-name-is = Written by
moderation-name-is-text = Write it down nowhere. This look is written in the trail.
moderation-name-gone = somebody who has no account any more
moderation-asked-by = Asked by { $name },
moderation-decided-by = Answered by { $name },
moderation-grant = Grant
moderation-refuse = Refuse
moderation-see = See the name
moderation-done-repondu = Your answer is noted.

moderation-log-lead = What moderators did, day by day. Neither who reported nor who was warned stands here; what was said where you do not read is not told in detail.
moderation-log-none = Nothing was done yet.
moderation-log-hidden = Post hidden
moderation-log-shown = Post shown again
moderation-log-warned = Author warned
moderation-log-moved = Thread moved
moderation-log-archived = Group archived
moderation-log-reopened = Group reopened
moderation-log-reveal-asked = Name of the author asked for
moderation-log-reveal-granted = Name of the author granted to two people
moderation-log-reveal-refused = Name of the author refused

moderation-waiting = { $count ->
    [one] Something waits for you.
   *[other] { $count } things wait for you.
}
moderation-waiting-see = Read
moderation-way = Moderation
moderation-way-waits = { $count ->
    [one] { $count } to deal with
   *[other] { $count } to deal with
}
moderation-own-none = Nothing waits for you.
moderation-own-warnings = What the moderators say to you
moderation-read = I have read it
moderation-own-asked = What the unit asks you
moderation-own-asked-text = The unit would use what you wrote, without saying your name. Without your agreement it does not. If you wrote unnamed, your answer does not name you either.
moderation-purpose = What for:
moderation-agree = I agree
moderation-decline = I do not agree
moderation-agreed = You agree.
moderation-declined = You do not agree.
moderation-mind = You may change your mind as long as the unit made nothing of it.
moderation-own-revealed = What was revealed
moderation-own-revealed-text = Two moderators may know, for thirty days, that you wrote this. Nobody else learns of it.
moderation-own-reports = What you reported
moderation-waits = The moderators have not decided yet.
moderation-became-nothing = The moderators found nothing wrong.
moderation-became-hide = The post was hidden.
moderation-became-warn = The moderators spoke to its author.
moderation-became-both = The post was hidden, and the moderators spoke to its author.
moderation-done-signale = It is reported. What is decided will be read here.
moderation-done-lu = Noted.
moderation-done-accord = Your answer is noted.

moderation-raise-lead = With the agreement of their authors and without their names, posts of this thread can become an alert, a note in a case, or a line of an event. What is not agreed to is left out.
moderation-raise-none = No post of this thread can leave this place.
moderation-field-posts = Posts that you would use
moderation-field-posts-hint = Posts that are TLP:RED or cannot be read any more are not among them.
moderation-field-purpose = What for
moderation-field-purpose-hint = Their authors read it before they answer.
moderation-raise-go = Ask for their agreement
moderation-raise-open = Agreements asked for
moderation-raise-yes = Agrees
moderation-raise-no = Does not agree
moderation-raise-waits = No answer yet
moderation-raise-stale = Has changed: left out
moderation-raise-alert = Make it the draft of an alert
moderation-raise-alert-text = The texts that were agreed to make a draft, under the strictest of their marks. You write it and have it reviewed like any alert.
moderation-raise-alert-go = Create the draft of an alert
moderation-raise-incident = Add it to a case
moderation-field-reference = Reference of the case
moderation-field-reference-hint = A note is added to its journal, without any name.
moderation-raise-incident-go = Add the note
moderation-raise-event = Add it to an event
moderation-field-number = Number of the event
moderation-field-number-hint = A line is added to its journal, without any name.
moderation-raise-event-go = Add the line
moderation-raise-drop = Drop the request
moderation-raise-note = Said in the private space; added with the agreement of the authors, without their names.
moderation-done-accords = The authors are told. Their answers will be read here.
moderation-done-abandon = The request is dropped.
moderation-raised-alert = The unit made it the draft of an alert, with the agreement of the authors:
moderation-raised-incident = The unit added it to a case, with the agreement of the authors:
moderation-raised-event = The unit added it to an event, with the agreement of the authors:
moderation-raised-read = Read the alert:
refused-raise-event = No open event of this number is within your reach.
refused-raise-incident = No case of this reference is within your reach.
