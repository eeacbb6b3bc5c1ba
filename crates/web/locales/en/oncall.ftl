# On call: calendar, alarms, call-backs.
page-on-call = On call
page-alarms = Alarms
page-call-backs = Call-backs
console-tools = Tools of the unit
console-ringing = { $count ->
    [one] One alarm is ringing.
   *[other] { $count } alarms are ringing.
}
console-ringing-link = See and acknowledge
turn-months = Other months
turn-hours = Whoever is on call answers from 18:00 to 09:00, and all day on Saturdays, Sundays and public holidays, Paris time. The line of a day goes on until 09:00 the next day.
turn-no-gap = Every evening and every non-working day of this month has somebody.
turn-gaps = Nobody on call
turn-gap = Nobody from { $from } until { $until }.
turn-gap-then = In these hours an alarm calls everybody who leads the unit.
turn-caption = On call in { $month }
turn-day = Day
turn-when = Hours
turn-evening = 18:00–09:00
turn-whole-day = 09:00–09:00
turn-rank-1 = Called first
turn-rank-2 = Called second
turn-rank-3 = Called third
turn-list = Turns written down
turn-none = No turn this month.
turn-on = { $day }, { $rank }
turn-span = from { $from } through { $to }, { $rank }
turn-nobody-any-more = Closed account
turn-cancel = Take away
turn-add = Write a turn down
turn-add-go = Write down
turn-replace = Take the place of who is written down
turn-replace-hint = The rest of their turn stays theirs.
ask-person = Who
ask-rank = In which order
ask-from = First evening or day
ask-from-hint = For example 24/12 or 24/12/2026.
ask-to = Last evening or day
ask-to-hint = Empty: just one.
alarm-lead = An alarm calls the person on call, then the next after five minutes, until somebody acknowledges it.
alarm-none = Nothing is ringing.
alarm-draft = Interrupted declaration
alarm-since = Since { $when }
alarm-acknowledge = I have this alarm
alarm-not-yet = Nobody has been called yet.
alarm-ended = Past alarms
alarm-steps = { $count ->
    [one] One call
   *[other] { $count } calls
}
alarm-why-danger = Patients in danger.
alarm-why-major = Major incident.
alarm-why-severity = Severity 4 or 5.
alarm-why-draft = Somebody reported a danger, then stopped.
alarm-end-acknowledged = Acknowledged by { $name }, { $when }
alarm-end-handled = Taken in charge by { $name }, { $when }
alarm-end-over = Incident over, { $when }
alarm-end-resumed = Declaration resumed or person called back, { $when }
alarm-step = Call { $number }, { $when }: { $who }, { $channel } ({ $outcome }).
alarm-nobody-there = Nobody is on call: everybody who leads is called.
alarm-operator = the operator’s address
alarm-by-mail = by mail
alarm-by-webhook = by webhook
alarm-call-waiting = under way
alarm-call-sent = sent
alarm-call-failed = impossible
alarm-call-not-needed = no longer needed
call-back-promise = Promise a call
call-back-promise-go = Promise
call-back-anybody = whoever is free first
call-back-by = by { $name }
call-back-asked = Asked for in the declaration, { $when }
call-back-promised = Promised by { $name }, { $when }
call-back-postponed = { $count ->
    [one] put off once
   *[other] put off { $count } times
}
call-back-none-here = No call promised.
call-back-what = Say what came of it
call-back-note = What was said
call-back-outcome-reached = Reached
call-back-outcome-no-answer = No answer
call-back-outcome-wrong-number = Wrong number
call-back-postpone = Put off
call-back-done = Calls of the last 24 hours
call-back-done-by = { $name }, { $when }
ask-promise-name = Whom to call
ask-promise-phone = At which number
ask-promise-moment = When
ask-promise-moment-hint = For example 14:00, tomorrow 9:30, in 20 min.
ask-promise-about = About what
ask-promise-caller = Who calls
journal-alarm-rang = Alarm: { $body } was called.
journal-alarm-nobody = Alarm, nobody on call: { $body } called.
journal-alarm-acknowledged = Alarm acknowledged.
journal-call-back-promised = Call promised.
journal-call-back-reached = Called back and reached. { $body }
journal-call-back-no-answer = Called back, no answer. { $body }
journal-call-back-wrong-number = Called back, wrong number. { $body }
refused-day-unreadable = Write a day, for example 24/12/2026.
refused-turn-backwards = This day is before the first.
refused-turn-too-long = A turn lasts a year at most.
refused-turn-taken = Somebody is already written down in this order, from { $from } through { $to }. Tick the box to take their place.
refused-turn-twice = This person is already written down for that day in another order.
refused-alarm-over = This alarm is already over.
refused-promise-unreadable = Write a moment to come, for example 14:00, tomorrow 9:30 or in 20 min.
action-turn-added = On-call turn written down
action-turn-cancelled = On-call turn taken away
action-alarms-listed = Alarms shown
action-alarm-rang = Alarm: call
action-alarm-acknowledged = Alarm acknowledged
action-alarm-ended = Alarm ended
action-call-backs-listed = Call-backs shown
action-call-back-promised = Call promised
action-call-back-done = Call made
action-call-back-postponed = Call put off
mail-alarm-subject = ALARM { $reference }, severity { $severity }
mail-alarm-body =
    Incident { $reference }, severity { $severity } of 5, is waiting for somebody of the unit. This is call number { $step }.
    { $notes }
    Acknowledge it here, once signed in. Without an answer, the next person is called in five minutes.

    { $address }

    { $operator }
mail-alarm-draft-subject = ALARM: declaration interrupted, patients in danger
mail-alarm-draft-body =
    Somebody reported that patients are in danger, then the declaration was interrupted. This is call number { $step }.
    { $notes }
    Acknowledge it and call back from here, once signed in. Without an answer, the next person is called in five minutes.

    { $address }

    { $operator }
mail-alarm-nobody = Nobody is on call: everybody who leads the unit receives this message.
mail-alarm-exercise = EXERCISE.
page-take-call = Take a call
call-first = First: has this person begun already?
call-phone = Their telephone number
call-phone-hint = The one that they would have given when they began to declare.
call-find = Look for their declaration
call-none = No declaration was begun with this number.
call-found = { $count ->
    [one] One declaration begun with this number:
   *[other] { $count } declarations begun with this number:
}
call-take-over = Go on with it
call-taken-over = This is what the person had written already. What you add is kept at each button.
call-regions = You can declare for a site of your region only.
call-read-back = Prepare to read back
call-aloud = To be read aloud
call-aloud-end = Is that right?
call-file = File for this person
call-done = Declaration filed
call-dictate = Follow-up code, to be dictated
call-dictate-once = This code is shown here only. Lost, it is renewed in the file, after a call to the number of the register.
call-again = This declaration had been filed already. Its code is shown no more: it is renewed in the file, after a call to the number of the register.
call-then = Dictate the reference too: { $reference }. If the line breaks, we call back at { $phone }.
call-another = Take another call
transcribed = Written down on the telephone by { $name } ({ $role }).
refused-facility-elsewhere = Choose a site of your region from the list.
action-declaration-transcribed = Declaration taken on the telephone
action-draft-taken-over = Draft taken over on the telephone
digit-0 = zero
digit-1 = one
digit-2 = two
digit-3 = three
digit-4 = four
digit-5 = five
digit-6 = six
digit-7 = seven
digit-8 = eight
digit-9 = nine
page-handover = Handover
console-unsigned = { $count ->
    [one] One handover waits to be signed.
   *[other] { $count } handovers wait to be signed.
}
console-unsigned-link = Read and sign
handover-waits = Handover to be signed
handover-by = Left by { $name }, { $when }
handover-since = Since { $when }
handover-then = How things stood then
handover-own = This is your own: whoever comes signs it.
handover-sign = I have read it and take over
handover-now = Since you were last here
handover-leave = Hand over
handover-close = Close my handover
handover-earlier = Earlier handovers
handover-all = All handovers
handover-unsigned = Not signed yet.
handover-signed-by = Signed by { $name }, { $when }.
handover-part-none = none
handover-part-new = New
handover-part-taken = Taken in charge
handover-part-qualified = Qualified
handover-part-resolved = Said to be resolved
handover-part-late = Late
handover-part-unanswered = News without an answer
handover-alarms = { $count ->
    [0] No alarm rang.
    [one] One alarm rang.
   *[other] { $count } alarms rang.
}
handover-call-backs = { $count ->
    [0] Nobody to call back.
    [one] One person to call back.
   *[other] { $count } people to call back.
}
handover-broken = { $count ->
    [0] No promised call is late.
    [one] One promised call is late.
   *[other] { $count } promised calls are late.
}
handover-part-tasks-late = Late tasks
handover-part-tasks-soon = Tasks to do before the next shift ends
handover-task-nobody = for nobody in particular
handover-tasks-late = { $count ->
    [0] No task is late.
    [one] One task is late.
   *[other] { $count } tasks are late.
}
handover-tasks-soon = { $count ->
    [0] No task to do before the next shift ends, { $until }.
    [one] One task to do before the next shift ends, { $until }.
   *[other] { $count } tasks to do before the next shift ends, { $until }.
}
handover-tasks-later = { $count ->
    [0] No other open task.
    [one] One other open task, later or without a date.
   *[other] { $count } other open tasks, later or without a date.
}
ask-body = What whoever comes must know
ask-body-hint = What is under way, what was promised, what worries you. No patient data.
refused-handover-own = A handover is signed by somebody else than who leaves it.
refused-handover-signed = This handover is signed already.
action-handover-closed = Handover left
action-handover-signed = Handover signed
action-handovers-listed = Handovers shown
action-tasks-listed = Tasks shown
turn-count = { $count ->
    [one] One turn
   *[other] { $count } turns
}
