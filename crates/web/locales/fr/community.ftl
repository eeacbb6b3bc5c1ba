# Les groupes et les pages de l’espace privé.
action-group-created = Groupe créé dans l’espace privé
action-group-changed = Groupe modifié
action-group-archived = Groupe archivé
action-group-reopened = Groupe rouvert
action-group-asked = Entrée dans un groupe demandée
action-group-unasked = Demande d’entrée retirée
action-group-joined = Groupe rejoint
action-group-admitted = Demande d’entrée acceptée
action-group-refused = Demande d’entrée refusée
action-group-brought-in = Personne amenée dans un groupe
action-group-left = Groupe quitté
action-group-removed = Personne sortie d’un groupe
action-group-steward-named = Responsable de groupe nommé
action-group-steward-relieved = Responsable de groupe relevé

refused-group-archived = Ce groupe est archivé : on peut encore y lire, plus y entrer ni y écrire.
refused-group-joined = Vous êtes déjà dans ce groupe.
refused-group-asked = Votre demande attend déjà la réponse d’un responsable du groupe.
refused-group-changed = Quelqu’un vient de modifier ce groupe. Relisez ce que vous avez écrit, puis enregistrez à nouveau.
refused-group-opens = Des messages ont été écrits ici pour ceux qu’on a laissés entrer : ce groupe ne peut plus s’ouvrir à tous. Archivez-le et créez un groupe ouvert.
refused-group-asks-no-more = Cette personne ne demande plus à entrer : quelqu’un a répondu avant vous, ou elle a changé d’avis.
refused-group-no-member = Cette personne n’est plus dans le groupe.
refused-group-has-them = Cette personne est déjà dans le groupe.
