# An event: one cause, many facilities; duplicates; exercises.
page-events = Events
page-event = Event
page-event-new = Open an event
page-event-join = Attach to an event
page-event-proposals = Proposed incidents
page-event-facilities = Facilities of the event
page-event-message = One message to all facilities
page-event-decide = Decision about the event
page-event-act = Event
page-merge = The same incident, declared twice
page-duplicates = Read together
page-duplicate = Duplicate
page-duplicate-undo = Duplicate
page-exercise = Exercise
events-empty = No event at the moment. When several facilities suffer from one cause, the event appears here.
events-empty-how = One is opened from the page of an incident.
events-all = { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $facilities ->
    [one] { $facilities } facility
   *[other] { $facilities } facilities
}
event-number = Event no. { $number }
event-opened = Opened { $when } by { $name }
event-by = { $when }, { $name }
event-state-open = Open
event-state-national = National
event-state-closed = Closed
event-figures = { $incidents ->
    [one] { $incidents } incident declared
   *[other] { $incidents } incidents declared
}; { $facilities ->
    [one] { $facilities } facility
   *[other] { $facilities } facilities
}: { $touched } affected, { $not } not affected, { $unknown } unknown
event-new-lead = One cause, many facilities. The incident is the first attached; others follow by choice, by list or by proposal.
event-new-go = Open the event
event-new-from = Open an event
event-back = Back, changing nothing
event-field-title = In a few words
event-field-title-hint = For example: hosting provider down, flaw in the firewall.
event-field-cause = The cause
event-field-cause-hint = What is known, without the name of a facility: agencies read it.
event-field-provider = Provider at fault
event-field-provider-hint = Empty when there is none.
event-field-vulnerability = Common vulnerability
event-field-vulnerability-hint = Its number or name; empty when there is none.
event-cause = The cause
event-national-since = National since
event-change = Correct these words
event-change-go = Save
event-decide = Decide that it is national
event-close = Close the event
event-reopen = Reopen the event
event-closed-note = This event is closed.
event-incidents = { $count ->
    [one] { $count } incident attached
   *[other] { $count } incidents attached
}
event-propose = See proposed incidents
event-from-queue = From the queue too: tick incidents, then “Attach to an event”.
event-detach = Detach an incident
event-detach-go = Detach from the event
event-detach-which = Which one is not of this cause?
event-tell = Tell everybody
event-message = Message to all facilities that declared
event-message-hint = Each reads it in its own thread. Nothing leaves before the next screen, which shows to whom.
event-field-message = The message
event-field-message-hint = Each facility reads it in its thread and answers the unit alone.
event-message-look = See to whom it goes
event-message-to = { $count ->
    [one] { $count } facility will read it in its thread.
   *[other] { $count } incidents will receive it, each in its own thread.
}
event-message-who = Who exactly
event-message-go = { $count ->
    [one] Send
   *[other] Send to all { $count }
}
event-unreached = { $count ->
    [one] { $count } facility cannot be reached this way
   *[other] { $count } facilities cannot be reached this way
}
event-unreached-how = They declared nothing: there is no thread to write in. To be called, at the number of the register.
event-no-phone = no number in the register
event-no-region = Region unknown
event-reader = The unit keeps this event. You see what is within your reach.
event-facilities = { $count ->
    [one] { $count } facility
   *[other] { $count } facilities
}
event-facilities-none = No facility of the register yet.
event-facilities-caption = Facilities, those affected first
event-paste = Paste a list of FINESS numbers
event-numbers = FINESS numbers
event-numbers-hint = Separated by anything: lines, commas, spaces, a table. Nothing is kept before it is shown.
event-line = Line { $line }:
event-stance = Affected?
event-said = Said by
event-say = Say
event-by-incident = by its incident
event-paste-right = { $count ->
    [one] The list is right: { $count } facility.
   *[other] The list is right: { $count } facilities.
}
event-paste-known = already there
event-paste-go = { $count ->
    [one] Keep this facility
   *[other] Keep these { $count } facilities
}
event-paste-look = Check the list
stance-touched = Affected
stance-not-touched = Not affected
stance-unknown = Unknown
event-join-none = No event is open. One is opened from one of the incidents:
event-join-what = { $count ->
    [one] { $count } incident chosen:
   *[other] { $count } incidents chosen:
}
event-join-to = To which event?
event-attach-go = { $count ->
    [one] Attach
   *[other] Attach all { $count }
}
event-attach-chosen = Attach what is ticked
event-proposals-none = Nothing to propose: no incident has the same provider, the same indicators or the same kind within the week.
event-proposals-lead = Each says why. None is attached until somebody ticks it.
event-proposals-found = { $count ->
    [one] { $count } incident proposed
   *[other] { $count } incidents proposed
}
event-tick-provider = Tick the { $count } of the same provider
event-tick-all = Tick all { $count }
event-tick-none = Tick none
event-why-provider = Same provider
event-why-indicators = { $count ->
    [one] { $count } indicator in common
   *[other] { $count } indicators in common
}
event-why-kind = Same kind, same week
event-line-opened = Opened: { $body }
event-line-changed = Words corrected: { $body }
event-line-attached = { $body } incidents attached.
event-line-detached = { $body } detached.
event-line-pasted = List pasted: { $body } facilities.
event-line-said-touched = { $body }: affected.
event-line-said-not-touched = { $body }: not affected.
event-line-said-unknown = { $body }: unknown.
event-line-raised = Said in the private space, added with the agreement of the authors: { $body }
action-event-noted = Line added to an event, from the private space
event-line-told = Message to all: { $body }
event-line-decided = Decided national. { $body }
event-line-closed = Closed. { $body }
event-line-reopened = Reopened. { $body }
event-of = Part of
together-event = Attach to an event
together-duplicate = Say that two are the same
duplicate-lead = Nothing is deleted: declaration, messages, log and indicators stay. Both declarants follow and are answered. It can be undone at any time.
duplicate-kept = Which one is kept?
duplicate-go = Attach as a duplicate
duplicate-of = Duplicate of
duplicate-elsewhere = an incident that you may not read
duplicate-undo = Undo: it is no duplicate
duplicate-say = It is a duplicate
duplicate-reference = Reference of the other incident
duplicate-hint = The one that is kept, for example VIG-2026-000042-K.
duplicates-title = { $count ->
    [one] { $count } duplicate attached
   *[other] { $count } duplicates attached
}
duplicates-read = Read messages and logs together
duplicates-none = Nothing is attached to this incident.
ties-title = With others
exercise-mark = Mark as an exercise
exercise-unmark = It is no exercise
exercise-mark-what = The word EXERCISE appears everywhere, in mail too, and the incident is in no figure.
exercise-unmark-what = Only possible as long as nobody received anything as an exercise.
journal-attached-to-other = Attached to another incident as a duplicate. { $body }
journal-detached-from-other = No longer attached as a duplicate: given back as it was.
journal-duplicate-added = A duplicate is attached here. { $body }
journal-duplicate-removed = A duplicate is no longer attached here.
journal-duplicate-news = Something new in a duplicate.
journal-event-attached = Attached to event no. { $body }.
journal-event-detached = Detached from event no. { $body }.
journal-exercise-on = Marked as an exercise. { $body }
journal-exercise-off = No longer an exercise. { $body }
state-attached = Attached to another
