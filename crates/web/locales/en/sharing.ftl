# Sharing technical traces of an incident in the private space, with the agreement of the structure and without its name.
action-sharing-asked = Structure asked to agree to the sharing of indicators
action-sharing-agreed = Structure agreed to the sharing of indicators
action-sharing-declined = Structure declined the sharing of indicators
action-sharing-withdrawn = Agreement to share indicators withdrawn by the structure
action-sharing-shared = Indicators of an incident shared in the private space

journal-sharing-asked = Structure asked to agree to the sharing of indicators in the private space.
journal-sharing-yes = The structure agrees that its indicators are shared in the private space.
journal-sharing-no = The structure declines that its indicators are shared.
journal-sharing-withdrawn = The structure withdraws its agreement: nothing new is shared.
journal-sharing-shared = Shared in the private space: { $body } indicators, without the name of the structure.

refused-sharing-said = That was just said, or cannot be said any more. Here is how it stands.
refused-sharing-text = The text has changed since you opened the page. Read it again before you answer.
refused-sharing-exercise = This is an exercise: nothing of it goes to the private space.
refused-sharing-no-consent = The structure has not agreed, or has withdrawn its agreement.
refused-sharing-no-trace = One of the chosen indicators is no trace any more. Take it out of your choice.
refused-sharing-red = What is TLP:RED is not shared.
refused-sharing-mark = One of the chosen indicators cannot be more open than TLP:{ $mark }.
refused-sharing-names = This text names the structure: its name, its town, a person, its reference or its domain. Say it otherwise.
refused-sharing-chosen = Choose one to { $most } indicators.
refused-sharing-own = { $value } holds a name or an address of the structure: nothing of it is shared.
refused-sharing-address = { $value } is neither an IP address, nor a range of them, nor a domain.
refused-sharing-addresses = { $most } addresses at most.
refused-sharing-listed = A list holds { $value } back. If it is a trace after all, say so on the page of indicators first.

page-indicators-share = Share in the private space
page-indicators-share-ask = Ask the structure to agree
sharing-word = What the structure says
sharing-state-none = The structure was not asked. Without its agreement nothing is shared.
sharing-state-asked = It was asked. Without an answer nothing is shared.
sharing-state-yes = The structure agrees.
sharing-state-no = The structure declines: nothing is shared. It can change its mind on its follow-up page.
sharing-state-withdrawn = The structure has withdrawn its agreement: nothing new is shared.
sharing-said-asked = Asked
sharing-said-yes = Agreed
sharing-said-no = Declined
sharing-said-withdrawn = Agreement withdrawn
sharing-ask-text = It can be asked once only. The structure gets this message and answers on its follow-up page:
sharing-ask-message = Would you agree that technical traces of your incident are shared, without your name, with the security officers of other facilities? The question waits for you further down this page, under “Share your indicators”. You can decline, or change your mind later.
sharing-ask-go = Ask the structure
sharing-done-asked = The question is asked. The answer will show here and in the log.
sharing-no-group = Join a group of the private space first: one shares where one writes.
sharing-no-trace = No indicator of this incident can be shared.
sharing-go-title = Share indicators
sharing-go-text = A thread is opened under your name in the group you choose. Nothing in it leads to this incident. Read each value again: an IP address can point at a structure too. Write below those that you know to be its own.
sharing-field-chosen = Which ones?
sharing-field-own = Addresses of the structure to keep silent
sharing-field-own-hint = Optional. Its IP addresses, ranges of them (192.0.2.0/24) or domains, one a line. Nothing that holds one is shared. They stay in this case.
sharing-field-tlp = How far
sharing-field-tlp-hint = The agreement is to TLP:AMBER and stricter.
sharing-field-group = In which group
sharing-field-title = Title of the thread
sharing-field-words = What you say of them
sharing-field-words-hint = Optional. Name neither the structure, nor its town, nor anybody.
sharing-title = Indicators passed on by the unit
sharing-before = shared before
sharing-go = Share without naming the structure
sharing-kept = Never shared
sharing-kept-text = These values hold a name or an address of the structure.
sharing-shared = Shared before
sharing-thread = { $count ->
    [one] One indicator, { $when }
   *[other] { $count } indicators, { $when }
}

sharing-own-title = Share your indicators
sharing-own-none = The unit has asked you nothing.
sharing-own-asked = The unit asks for your agreement.
sharing-own-yes = You agree.
sharing-own-no = You declined: nothing is shared. You can change your mind.
sharing-own-withdrawn = You withdrew your agreement: nothing new is shared.
sharing-text-1 = The technical traces of your incident (addresses, domain names, file hashes) can help other facilities to defend themselves. With your agreement, the unit chooses some of them and shares them in the private space, among security officers, under TLP:AMBER or stricter. Never your name, your town, your reference, nor a value that holds your domain name. You can withdraw your agreement at any time: what was shared stays, without your name; nothing new is shared.
sharing-own-agree = I agree
sharing-own-decline = I decline
sharing-own-withdraw = Withdraw my agreement
sharing-own-said = What was said, and when
sharing-own-shared = { $count ->
    [one] One indicator was shared, the last { $when }.
   *[other] { $count } indicators were shared, the last { $when }.
}
sharing-own-stays = { $count ->
    [one] One indicator was shared before, the last { $when }. It stays in the private space, without your name.
   *[other] { $count } indicators were shared before, the last { $when }. They stay in the private space, without your name.
}
