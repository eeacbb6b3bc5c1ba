# The groups and the pages of the private space.
action-group-created = Group created in the private space
action-group-changed = Group changed
action-group-archived = Group archived
action-group-reopened = Group reopened
action-group-asked = Asked to join a group
action-group-unasked = Request to join withdrawn
action-group-joined = Group joined
action-group-admitted = Request to join accepted
action-group-refused = Request to join refused
action-group-brought-in = Person brought into a group
action-group-left = Group left
action-group-removed = Person put out of a group
action-group-steward-named = Group steward named
action-group-steward-relieved = Group steward relieved

refused-group-archived = This group is archived: one can still read there, and neither join nor write.
refused-group-joined = You are in this group already.
refused-group-asked = Your request already waits for a steward of the group.
refused-group-changed = Somebody just changed this group. Read again what you wrote, then save once more.
refused-group-opens = Messages were written here for those who were let in: this group cannot be opened to everybody any more. Archive it and create an open group.
refused-group-asks-no-more = This person asks no more: somebody answered before you, or they changed their mind.
refused-group-no-member = This person is not in the group any more.
refused-group-has-them = This person is in the group already.
