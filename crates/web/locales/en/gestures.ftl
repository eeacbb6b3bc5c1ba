# The first gestures for each kind of incident, in order: `title`, `why`, `do-…`, `avoid-…`, `then`.
# $operator: who answers; $phone: the number to call at any hour. Counts are in the cards of the declarations.

## ransom
gestures-ransom-title = Unreadable files or a ransom demand
gestures-ransom-why = The first hour is for protecting patients, then for keeping the attack from spreading.
gestures-ransom-do-1 = Patients first: wherever care depends on computers, switch to the degraded procedure, on paper.
gestures-ransom-do-2 = Take the affected computers off the network: pull the cable, turn Wi-Fi off. Leave them on: their memory holds evidence.
gestures-ransom-do-3 = Isolate servers and back-ups from the network, without switching them off.
gestures-ransom-do-4 = Cut remote access and the links to other sites and providers.
gestures-ransom-do-5 = Tell IT and management by phone: mail may be read by the attackers.
gestures-ransom-do-6 = Photograph the screens and the ransom note. Write down the time, the computers, who saw what.
gestures-ransom-do-7 = Keep at least one back-up offline and safe.
gestures-ransom-do-8 = Start a log: each decision, its time, who took it.
gestures-ransom-avoid-1 = Do not pay, and do not answer the attackers.
gestures-ransom-avoid-2 = Do not switch off, clean or reinstall the affected machines.
gestures-ransom-avoid-3 = Do not connect any back-up or USB stick to an affected system.
gestures-ransom-then = Call { $operator } on { $phone }: we help you contain the attack, then start again. File a complaint within 72 hours: your insurance may depend on it.

## account
gestures-account-title = Hacked messages or accounts
gestures-account-why = Take the account back before it is used against care or other people.
gestures-account-do-1 = Patients first: if the account opens patient records or prescriptions, block it and have the latest prescriptions checked.
gestures-account-do-2 = From a clean computer, change the password and close every open session.
gestures-account-do-3 = Check two-factor sign-in: remove devices that the person does not recognise.
gestures-account-do-4 = Photograph the forwarding rules added to the mailbox, then delete them.
gestures-account-do-5 = Phone those who received a fraudulent message: open nothing, pay nothing.
gestures-account-do-6 = Look for other affected accounts: sign-ins from an unusual place or at an unusual time.
gestures-account-do-7 = Keep the original messages and the sign-in logs.
gestures-account-avoid-1 = Do not delete the fraudulent messages: they are evidence.
gestures-account-avoid-2 = Do not discuss the incident on the affected mail system: phone.
gestures-account-avoid-3 = Do not reuse any old password, here or on another account.
gestures-account-then = Call { $operator } on { $phone } if several accounts are affected, or an administrator’s. Has a payment left? Call your bank at once, then file a complaint.

## leak
gestures-leak-title = Data stolen or disclosed
gestures-leak-why = Stop the leak, find out what is gone, and think of the people concerned.
gestures-leak-do-1 = Close the share, the access or the page at fault, without erasing anything.
gestures-leak-do-2 = Keep the evidence: screenshots, addresses, logs, times.
gestures-leak-do-3 = Establish which data, about how many people, since when.
gestures-leak-do-4 = Change the passwords and keys that were used, or that are in those data.
gestures-leak-do-5 = Phone management and the data protection officer.
gestures-leak-do-6 = If a provider holds the data, ask in writing what it knows, and that it keep its logs.
gestures-leak-do-7 = Are people at risk, of blackmail or a breach of medical secrecy? Prepare what to tell them with management.
gestures-leak-avoid-1 = Do not download the published data or pass them on.
gestures-leak-avoid-2 = Do not answer whoever threatens to publish, and do not pay.
gestures-leak-avoid-3 = Do not erase any log, even to make room.
gestures-leak-then = Call { $operator } on { $phone }. If people are at risk, the data protection authority (CNIL) must be told within 72 hours: that task awaits you, prefilled, on the follow-up page.

## software
gestures-software-title = Software or patient record down
gestures-software-why = Care goes on, on paper, while the cause is looked for.
gestures-software-do-1 = Patients first: back-up files, written prescriptions, allergies and high-risk treatments read by two people.
gestures-software-do-2 = Tell every affected ward, and say when you will next report.
gestures-software-do-3 = Call the vendor or the host; write down the ticket number and the person’s name.
gestures-software-do-4 = Write down the exact time, the error messages and what came before: update, maintenance, outage.
gestures-software-do-5 = Could it be an attack? Unreadable files, unknown accounts: at the slightest doubt, isolate the server from the network without switching it off.
gestures-software-do-6 = Prepare the return: who types in what is on paper, in what order, who checks.
gestures-software-avoid-1 = Do not restore any back-up before you know the cause.
gestures-software-avoid-2 = Do not restart again and again: traces are lost.
gestures-software-avoid-3 = Do not go back to normal before allergies, treatments and identities are checked.
gestures-software-then = Call { $operator } on { $phone } if care is affected, if it lasts, or if an attack is possible. Others may have the same failure: ask us.

## network
gestures-network-title = Network, internet or telephone cut
gestures-network-why = People must be able to reach you, and you must be able to call for help.
gestures-network-do-1 = Patients first: if remote alarms no longer get through, watch at the bedside.
gestures-network-do-2 = Check that emergency calls work: mobiles, back-up lines, radios. Put the numbers up.
gestures-network-do-3 = Give your temporary numbers to the ambulance service, your wards and neighbouring sites.
gestures-network-do-4 = Move to paper what depends on the network: prescriptions, results, identities.
gestures-network-do-5 = Call the operator; write down the incident number and when it should be back.
gestures-network-do-6 = Find where it is cut: a ward, a site, all of them? Works, a storm, a recent change?
gestures-network-do-7 = While the cause is unknown, think of an attack: keep the firewall and network logs.
gestures-network-avoid-1 = Do not connect a personal router or 4G stick to the internal network.
gestures-network-avoid-2 = Do not turn the firewall off “to see”.
gestures-network-avoid-3 = Do not reset any equipment before copying its settings and logs.
gestures-network-then = Call { $operator } on { $phone }, from a mobile if need be, and tell us which number to call back.

## provider
gestures-provider-title = Failure at a provider or host
gestures-provider-why = What happens to you is probably happening to others: your declaration warns them.
gestures-provider-do-1 = Patients first: switch to the degraded procedure for everything the provider no longer delivers.
gestures-provider-do-2 = Call it: what is happening, since when, is it an attack, when will it be back? Write the answers down.
gestures-provider-do-3 = If an attack is possible, cut its links and its remote access to you.
gestures-provider-do-4 = Change the passwords and keys that the provider holds.
gestures-provider-do-5 = Look at what its accounts did on your systems in the last few days.
gestures-provider-do-6 = Ask in writing for regular reports, and whether your data are affected.
gestures-provider-do-7 = Make sure that you have a recent copy of your data outside its premises.
gestures-provider-avoid-1 = Do not wait for its announcement to declare.
gestures-provider-avoid-2 = Do not reopen the links without knowing what it has checked.
gestures-provider-avoid-3 = Do not send it new credentials by mail.
gestures-provider-then = Call { $operator } on { $phone }: we bring the declarations together and pass on what we learn.

## equipment
gestures-equipment-title = Equipment or medical device lost, stolen or failing
gestures-equipment-why = First the patient’s safety, then that of the data which the equipment holds.
gestures-equipment-do-1 = Patients first: replace the medical device at fault, or go manual under watch.
gestures-equipment-do-2 = Once no patient depends on it, take it off the network, keep it as it is and label it “do not use”.
gestures-equipment-do-3 = Lost or stolen: lock it remotely if you can.
gestures-equipment-do-4 = Close the sessions and change the passwords of the accounts that were open on it.
gestures-equipment-do-5 = Write down the model, serial number, version, place and time.
gestures-equipment-do-6 = List the data that it held. Was its disk encrypted?
gestures-equipment-do-7 = Phone biomedical engineering, IT and the medical device vigilance officer.
gestures-equipment-avoid-1 = Do not put the device back into use without the word of biomedical engineering or the maker.
gestures-equipment-avoid-2 = Do not repair or reset it: its logs would go.
gestures-equipment-avoid-3 = Do not try to recover stolen equipment yourself.
gestures-equipment-then = Call { $operator } on { $phone } if patients or data are at stake. A theft calls for a complaint; a serious incident with a medical device, for a report to the medicines agency (ANSM) without delay.

## unknown
gestures-unknown-title = Something is wrong, and nobody knows what
gestures-unknown-why = You need not understand to do the right thing: protect, isolate, write down, call.
gestures-unknown-do-1 = Patients first: ask the wards whether anybody is in danger; if so, switch to the degraded procedure.
gestures-unknown-do-2 = Photograph what you see; write down the time, the place, the computer.
gestures-unknown-do-3 = Take that computer off the network, cable and Wi-Fi. Leave it on.
gestures-unknown-do-4 = Ask around who sees the same.
gestures-unknown-do-5 = Phone IT and the manager on duty.
gestures-unknown-do-6 = Start a log: each fact, each decision, its time.
gestures-unknown-avoid-1 = Do not switch the machine off or restart it.
gestures-unknown-avoid-2 = Stop clicking, and type no more passwords on that computer.
gestures-unknown-avoid-3 = Do not wait until you are sure before you call.
gestures-unknown-then = Call { $operator } on { $phone }: we look into it with you. Better a false alarm than a call too late.
