page-charter = Code of conduct of the private space
page-join = Join the private space
page-vouching = Requests that wait for your answer
page-membership = My membership
page-members = Members
page-admissions = Memberships

duty-rssi = CISO
duty-dsi = CIO
duty-biomedical = Biomedical engineering
duty-dpo = DPO
duty-director = Management
duty-other = Another duty
way-member = A member of the private space
way-facility = The management of my facility, or a colleague there with an account
way-register = Nobody yet: the unit calls my facility
way-as-member = member
way-as-facility = account of the facility
charter-version = Version { $version }, in force since { $since }.
charter-accept = I accept the code of conduct, version { $version }.
charter-accept-go = Accept version { $version }
charter-accepted = version { $version }, accepted on { $when }

ask-member-facility = FINESS number of your facility
ask-member-facility-hint = 9 characters. The site where you work, or the main one.
ask-member-duty = Your duty
ask-member-duty-words = Your duty in your own words
ask-member-duty-words-hint = Only if you chose “Another duty”.
ask-member-why = What you come for, or bring
ask-member-why-hint = A few sentences. The unit and whoever vouches for you read them.
ask-member-way = Who vouches for you?
ask-member-voucher = Their e-mail address
ask-member-voucher-hint = The one with which they sign in here. Not needed if the unit calls your facility.
ask-member-charter = Code of conduct
ask-member-answer = Your answer
ask-member-word = Your word to the unit
ask-member-word-hint = How you know this person. The unit reads it, they do not.
ask-member-checked = What the call to the facility confirmed
ask-member-checked-hint = Whom you reached, at the number of the register. To be filled in if no answer counts.
ask-member-question = What you ask
ask-member-question-hint = They read it on their page and answer there.
ask-member-reason = The reason
ask-member-reason-hint = They read it as it stands.

join-lead = The private space is for people who protect health facilities. They speak there in confidence, among peers, with the unit.
join-step-1 = You say where you work, and accept the code of conduct.
join-step-2 = Somebody vouches for you: a member, or your facility.
join-step-3 = The unit decides. You read its answer here.
join-read = Read the code of conduct
join-go = Send my request
join-again = Ask again
join-own = Your request
join-when = Asked on
join-waits = Under way. We wait for the word of { $address }. If that address does not answer, take the request back and make another.
join-register = Under way. The unit calls your facility, at the number of the register.
join-answered = Under way. { $name } has answered; the unit decides.
join-asked = The unit needs you in order to decide. It asks:
join-answer-go = Answer the unit
join-refused = The unit did not accept your request, for this reason:
join-withdrawn = You took back your request of { $when }.
join-withdraw = Take my request back
join-belongs = You are a member of the private space.
join-of-the-house = Your role already opens the private space to you: there is nothing to ask for.
join-ended-left = You left the private space on { $when }. You may ask to come back.
join-ended-removed = The unit removed you from the private space on { $when }, for this reason:
join-ended-lapsed = Your membership ended on { $when }: it had not been confirmed within the year. You may ask to come back.
join-ended-closed = Your membership ended on { $when }. You may ask to come back.

member-name = Name
member-handle = Called by
member-facility = Facility
member-duty = Duty
member-region = Region
member-why = Why
member-way = Who vouches
member-since = Member since
member-until = To be confirmed before
member-history = What happened
member-by-program = Vigie
member-erased = Erased account
member-did-asked = Request sent
member-did-answered = Answer to the unit
member-did-withdrawn = Request taken back
member-did-vouched = Vouches for them
member-did-not-vouched = Cannot vouch for them
member-did-asked-more = Question of the unit
member-did-accepted = Request accepted
member-did-refused = Request refused
member-did-charter = Code of conduct accepted
member-did-confirmed = Membership confirmed
member-did-left = Left the private space
member-did-removed = Removed by the unit
member-did-lapsed = Over: not confirmed within the year
member-did-closed = Over: account closed, or role taken away
member-ended-left = Left the private space on { $when }.
member-ended-removed = Removed by the unit on { $when }.
member-ended-lapsed = Not confirmed; over since { $when }.
member-ended-closed = Over since { $when }: account closed, or role taken away.
member-remove = Remove from the private space
member-remove-text = It takes effect at once, on all their pages and for their programs. What they wrote stays.
member-remove-go = Remove this person

vouching-lead = These people ask to join the private space and named you. Vouch for those whom you know; the unit decides.
vouching-none = Nobody waits for your answer.
vouch-as-member = You answer as a member.
vouch-as-facility = You answer for your facility.
vouch-yes = I vouch for this person
vouch-no = I cannot vouch for them
vouch-said-yes = On { $when }, you vouched for this person. You may change your mind until the unit has decided.
vouch-said-no = On { $when }, you said that you cannot vouch for them. You may change your mind until the unit has decided.

membership-none = You are not a member of the private space.
membership-due-charter = The code of conduct has changed. Read version { $version } and accept it before you write.
membership-due-details = Say where you work, so that the others know whom they speak to. Then you can write.
membership-due-soon = Confirm your membership before { $until }, or it ends.
membership-due-late = The year is over: confirm now, or your membership ends today.
membership-confirm = Confirm or correct where I work
membership-confirm-text = Once a year, and whenever it changes.
membership-confirm-go = Confirm for a year
membership-leave = Leave the private space
membership-leave-text = It takes effect at once. What you wrote stays, within its marks. To come back, you will have to ask again.
membership-leave-go = Leave now

members-lead = Who reads you, and whom you speak to. The unit and the moderators read too, within the marks.
members-search = Look for a member
members-search-hint = A name, a duty, a facility, a town or a region.
members-search-go = Search
members-all = All members
members-count = { $count ->
    [0] No member.
    [one] { $count } member.
   *[other] { $count } members.
  }
members-page = Page { $page } of { $pages }
members-pages = Pages
members-before = Previous page
members-after = Next page

admission-state = State
admission-when = Since
admission-ready = To be decided
admission-to-call = To be called
admission-unanswered = Waits for a word
admission-asked = Waits for their answer
admission-accepted = Accepted
admission-refused = Refused
admission-withdrawn = Taken back
admission-phone = Telephone in the register
admission-words = Who vouches for them
admission-call = Nobody is named: call the facility at the number of the register.
admission-no-word = { $address } has not answered yet.
admission-nobody = { $address } is not the address of anybody who may answer: neither a member nor an account of this facility.
admission-said-yes = Vouches
admission-said-no = Does not vouch
admission-void = Counts no more
admission-accept = Accept
admission-accept-go = Accept this person
admission-ask = Ask for more
admission-ask-go = Send the question
admission-refuse = Refuse
admission-refuse-go = Refuse, for this reason
admissions-waiting = Waiting
admissions-none = Nobody waits. Whoever has an account asks to join from the community; what they ask for appears here.
admissions-over = Decided lately

space-community = Private space
space-community-in = It is open to you.
space-community-due = Something waits for you there before you write.
space-community-out = People who protect health facilities speak there in confidence.
space-community-waits = Your request is under way.

refused-member-facility-unknown = The register knows no number { $number }. Check it: it stands on the letters of your regional health agency.
refused-member-facility-closed = The register says that facility { $number } is closed. Give the number of the one where you work now.
refused-charter-required = Read the code of conduct and accept its present version.
refused-own-vouch = Nobody vouches for themselves: give somebody else’s address.
refused-own-membership = Nobody decides about their own membership: a colleague will.
refused-already-member = This person already has a place in the private space.
refused-request-waits = A request is already under way: it is further down this page.
refused-request-decided = This request is already decided, or was taken back.
refused-request-changed = Something changed since you opened this page: read it again before you decide.
refused-nothing-asked = The unit asked you nothing.
refused-vouch-missing = Nobody who counts vouches for this person. Call the facility, and write down what it confirmed.
refused-not-a-member = This person is no longer a member.
refused-membership-due = Before you write, open “My membership”: something waits for you there.

mail-members-subject = Something awaits you
mail-members-body =
    Hello,

    Something awaits you in the private space:

    { $address }

    This message says no more, on purpose.

    { $operator }

action-member-asked = Private space: request to join
action-member-answered = Private space: answer to the unit
action-member-withdrawn = Private space: request taken back
action-member-vouched = Private space: word of somebody who was named
action-member-asked-more = Private space: asked for more
action-member-accepted = Private space: person accepted
action-member-refused = Private space: request refused
action-member-charter-accepted = Private space: code of conduct accepted
action-member-confirmed = Private space: membership confirmed
action-member-left = Private space: membership over
action-member-removed = Private space: person removed
action-member-seen = Private space: membership file opened
