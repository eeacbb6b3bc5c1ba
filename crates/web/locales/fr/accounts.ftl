sign-in-lead = Pour la cellule, les agences régionales et le ministère. Pour déclarer, aucun compte n’est nécessaire.
sign-in-email = Adresse électronique
sign-in-password = Mot de passe
sign-in-go = Se connecter
sign-in-demo = Comptes de la démonstration
sign-in-demo-password = Mot de passe de tous :
