//! What the people of the demonstration tell, and in which order.

/// How many incidents there are, but for those of the provider's outage and of the last days.
pub(super) const PAST: usize = 42;
/// How many tell of the provider's outage.
pub(super) const PROVIDER: usize = 10;
/// How many tell of the outage of today, which one event holds.
pub(super) const NATIONAL: usize = 12;
/// The last days: how far each has come, how many hours ago it began, which story it tells.
pub(super) const LATEST: [(usize, i64, usize); 8] =
    [(5, 90, 2), (4, 70, 4), (3, 50, 6), (2, 30, 8), (2, 21, 21), (1, 3, 22), (0, 2, OUTAGE), (0, 0, RANSOM)];
/// A ransom.
const RANSOM: usize = 0;
/// A patient record that does not open.
const OUTAGE: usize = 4;
/// What the structure asks for: three in ten ask for help.
const HELP: [&str; 10] =
    ["none", "none", "advice", "none", "none", "support", "none", "none", "call", "none"];

/// Kind, origin, how care and the facility fare, what happened to data, the words.
pub(super) type Story = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// What the incident of that place in the row tells, and the help that it asks for.
pub(super) fn told(place: usize) -> (Story, &'static str) {
    // Those of the past, then the provider's outage, then the last days.
    let story = match place.checked_sub(PAST) {
        None => place % SEVERAL_TIMES,
        Some(after) => after
            .checked_sub(PROVIDER)
            .map_or(OUTAGE, |last| LATEST.get(last).map_or(RANSOM, |latest| latest.2)),
    };
    let story =
        STORIES.get(story).copied().unwrap_or(("unknown", "failed-attempt", "none", "none", "none", ""));
    (story, HELP.get(place % HELP.len()).copied().unwrap_or("none"))
}

/// How many stories are told more than once.
const SEVERAL_TIMES: usize = 22;

/// What happened, as people tell it. Half of it is no attack, and one in twenty is ransomware, as in the published figures.
const STORIES: [Story; 23] = [
    (
        "ransom",
        "ransomware",
        "potential",
        "degraded",
        "unavailable",
        "Les postes de l’accueil et des soins affichent une demande de rançon depuis la prise de poste. Nous avons débranché le réseau du bâtiment A.",
    ),
    (
        "account",
        "phishing",
        "none",
        "none",
        "none",
        "Un cadre a saisi son mot de passe sur une fausse page de webmail. Le compte a envoyé environ 300 messages.",
    ),
    (
        "account",
        "account-compromise",
        "none",
        "none",
        "disclosed",
        "Connexions au webmail depuis l’étranger sur le compte d’un secrétariat médical. Des règles de transfert ont été créées.",
    ),
    (
        "leak",
        "data-theft",
        "none",
        "none",
        "disclosed",
        "Un fichier de rendez-vous a été trouvé en accès libre sur un espace de partage.",
    ),
    (
        "software",
        "software-bug",
        "degraded",
        "degraded",
        "unavailable",
        "Le dossier patient ne s’ouvre plus depuis ce matin. Les équipes travaillent sur papier.",
    ),
    (
        "software",
        "update",
        "none",
        "degraded",
        "none",
        "Depuis la mise à jour de la nuit, le logiciel de prescription est très lent et se ferme.",
    ),
    (
        "network",
        "telecom",
        "degraded",
        "degraded",
        "unavailable",
        "Plus d’internet ni de téléphone après une coupure de fibre par des travaux dans la rue.",
    ),
    (
        "network",
        "infrastructure",
        "none",
        "degraded",
        "unavailable",
        "Un commutateur du cœur de réseau est en panne : deux étages n’ont plus accès aux applications.",
    ),
    (
        "software",
        "human-error",
        "none",
        "none",
        "lost",
        "Un répertoire partagé a été supprimé par erreur. La restauration est en cours.",
    ),
    (
        "equipment",
        "theft",
        "none",
        "none",
        "none",
        "Vol de deux ordinateurs portables dans un bureau fermé. Les disques sont chiffrés.",
    ),
    (
        "network",
        "power",
        "potential",
        "interruption",
        "unavailable",
        "Coupure électrique : l’onduleur de la salle informatique n’a pas tenu, tous les serveurs se sont arrêtés.",
    ),
    (
        "account",
        "fraud",
        "none",
        "none",
        "none",
        "La comptabilité a reçu un faux changement de coordonnées bancaires d’un fournisseur. Le virement a été bloqué.",
    ),
    (
        "software",
        "malware",
        "none",
        "none",
        "none",
        "L’antivirus a bloqué un programme malveillant sur trois postes de l’administration.",
    ),
    (
        "network",
        "denial-of-service",
        "none",
        "none",
        "none",
        "Le site internet et la prise de rendez-vous ne répondent plus : trop de connexions en même temps.",
    ),
    (
        "software",
        "vulnerability",
        "none",
        "none",
        "none",
        "Une faille du pare-feu a été exploitée : un compte inconnu a été créé pendant la nuit.",
    ),
    (
        "leak",
        "insider",
        "none",
        "none",
        "disclosed",
        "Des dossiers ont été consultés sans raison par une personne qui n’est pas de l’équipe de soins.",
    ),
    (
        "equipment",
        "software-bug",
        "potential",
        "degraded",
        "none",
        "Les pompes à perfusion n’envoient plus leurs alarmes au poste de surveillance.",
    ),
    (
        "software",
        "defacement",
        "none",
        "none",
        "altered",
        "La page d’accueil de notre site a été remplacée par un message politique.",
    ),
    (
        "unknown",
        "failed-attempt",
        "none",
        "none",
        "none",
        "Des milliers d’essais de connexion sur l’accès à distance pendant la nuit. Aucun n’a réussi.",
    ),
    (
        "software",
        "infrastructure",
        "none",
        "none",
        "unavailable",
        "La baie de stockage est pleine : l’imagerie n’enregistre plus les nouveaux examens.",
    ),
    (
        "network",
        "disaster",
        "degraded",
        "interruption",
        "unavailable",
        "Un dégât des eaux a touché le local technique. Le service de radiologie est arrêté.",
    ),
    (
        "unknown",
        "system-compromise",
        "none",
        "none",
        "none",
        "Un serveur envoie du trafic vers une adresse inconnue. Nous l’avons isolé sans l’éteindre.",
    ),
    (
        "network",
        "infrastructure",
        "actual",
        "diverted",
        "unavailable",
        "Plus de laboratoire ni d’imagerie aux urgences depuis la panne du réseau. Deux patients ont été dirigés vers un autre hôpital.",
    ),
];

pub(super) const PEOPLE: [(&str, &str); 8] = [
    ("Camille Fictif", "RSSI"),
    ("Andréa Exemple", "Direction"),
    ("Lou Modèle", "Cadre de nuit"),
    ("Sasha Essai", "DSI"),
    ("Noa Maquette", "Responsable qualité"),
    ("Eden Témoin", "Secrétariat"),
    ("Charlie Gabarit", "Astreinte informatique"),
    ("Morgan Spécimen", "Biologiste"),
];

/// Words by which facilities of each kind are found, in the shares of the published figures: two thirds of health
/// facilities, a quarter of medico-social ones, the rest of laboratories and others.
pub(super) const PLACES: [&str; 12] = [
    "chu", "ch", "hopital", "clinique", "ehpad", "ch", "clinique", "ehpad", "labo", "hopital", "foyer", "ch",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// As the published figures are: half of them attacks, one in eight a danger to somebody, three in ten asking for help.
    #[test]
    fn sixty_incidents_have_the_shares_of_the_published_figures() {
        let all: Vec<_> = (0..PAST + PROVIDER + LATEST.len()).map(told).collect();
        assert_eq!(all.len(), 60);
        let origins = declarations::rules::Schema::current().field("origin").unwrap();
        let share = |is: &dyn Fn(&Story, &str) -> bool| {
            all.iter().filter(|(story, help)| is(story, help)).count() * 100 / all.len()
        };
        let near = |what: &str, found: usize, published: usize, by: usize| {
            assert!(found.abs_diff(published) <= by, "{found} % {what}, {published} % published");
        };
        let malicious = |story: &Story, _: &str| origins.choice(story.1).unwrap().malicious == Some(true);
        near("are attacks", share(&malicious), 50, 8);
        near("are ransomware", share(&|story, _| story.1 == "ransomware"), 5, 3);
        near("are a danger", share(&|story, _| matches!(story.2, "actual" | "potential")), 13, 4);
        near("change nothing of how the facility runs", share(&|story, _| story.3 == "none"), 53, 8);
        near("touch data", share(&|story, _| story.4 != "none"), 63, 8);
        near("ask for help", share(&|_, help| help != "none"), 29, 3);
        // Of 76 dangers published, five were actual: here one of eight, for the page to have one to show.
        assert_eq!(all.iter().filter(|(story, _)| story.2 == "actual").count(), 1);
    }
}
