//! What the people of the demonstration tell, and in which order.

use directory::LegalCategory;
use vocabulary::Region;

/// What those of the past tell, the oldest first: as many attacks, dangers, stops and touched data as in the published figures,
/// once what follows is added.
const PAST_STORIES: [usize; PAST] = [
    1, 5, 18, 2, 16, 1, 7, 12, 14, 1, 13, 19, 17, 18, 21, 9, 10, 1, 3, 14, 20, 18, 13, 12, 15, 11, 1, 5, 12,
    21, 1, 19,
];
/// How many incidents there are, but for those of the providers' outages and of the last days.
pub(super) const PAST: usize = 32;
/// How many tell of the outage of a host of applications.
pub(super) const PROVIDER: usize = 10;
/// How many tell of the outage of today, which one event holds.
pub(super) const NATIONAL: usize = 10;
/// The last days: how far each has come, how many hours ago it began, which story it tells.
pub(super) const LATEST: [(usize, i64, usize); 8] =
    [(5, 90, 2), (4, 70, 4), (3, 50, 6), (2, 30, 8), (2, 21, 21), (1, 3, 22), (0, 2, OUTAGE), (0, 0, RANSOM)];
/// A ransom.
const RANSOM: usize = 0;
/// A patient record that does not open.
const OUTAGE: usize = 4;
/// Which of the past is not within the law's scope, and which was closed too early.
pub(super) const OUT_OF_SCOPE: usize = 30;
pub(super) const REOPENED: usize = 31;
/// Those to which the cell answers above the ordinary: which, how high, why.
pub(super) const LEVELS: [(usize, i64, &str); 5] = [
    (1, 2, "Chiffrement étendu : renfort de l’équipe et point toutes les deux heures."),
    (11, 1, "Interventions reportées : point quotidien avec la direction."),
    (27, 2, "Chiffrement étendu : renfort de l’équipe et point toutes les deux heures."),
    (47, 3, "Patients dirigés ailleurs : cellule de crise ouverte avec l’agence."),
    (50, 1, "Plusieurs structures touchées par le même prestataire."),
];
/// Those whose structure says that it is an operator of essential services.
const OPERATORS: [usize; 4] = [1, 16, 27, 47];
/// What structures attach.
pub(super) const ATTACHED: [(usize, &str, &str); 3] = [
    (
        1,
        "message-affiche.txt",
        "Message affiché sur les postes de l’accueil, recopié à la main : fichiers chiffrés, contact exigé.",
    ),
    (
        27,
        "chronologie.txt",
        "2 h 10 : premiers fichiers illisibles.\n2 h 40 : réseau coupé.\n3 h 05 : direction prévenue.",
    ),
    (
        42,
        "regles-de-transfert.txt",
        "Règle 1 : tout message contenant « facture » part vers l’extérieur. Créée à 4 h 12.",
    ),
];
/// What the structure asks for: three in ten ask for help.
const HELP: [&str; 10] =
    ["none", "none", "advice", "none", "none", "support", "none", "none", "call", "none"];
/// How facilities fare while a provider does not answer.
const HOST_DOWN: [&str; PROVIDER] = [
    "degraded",
    "degraded",
    "interruption",
    "degraded",
    "none",
    "degraded",
    "degraded",
    "interruption",
    "degraded",
    "none",
];

/// Kind, origin, how care and the facility fare, what happened to data, the words.
pub(super) type Story = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// What the incident of that place in the row tells, and the help that it asks for.
pub(super) fn told(place: usize) -> (Story, &'static str) {
    let late = place.checked_sub(PAST);
    let today = place.checked_sub(PAST + PROVIDER + LATEST.len());
    let story = match (late, today) {
        (None, _) => story(PAST_STORIES.get(place).copied().unwrap_or(RANSOM)),
        (Some(turn), _) if turn < PROVIDER => host(HOST_DOWN.get(turn).copied().unwrap_or("none")),
        (_, Some(turn)) if turn < NATIONAL => imaging(if turn % 2 == 0 { "degraded" } else { "none" }),
        (Some(turn), _) => story(LATEST.get(turn - PROVIDER).map_or(RANSOM, |latest| latest.2)),
    };
    (story, HELP.get(place % HELP.len()).copied().unwrap_or("none"))
}

fn story(number: usize) -> Story {
    STORIES.get(number).copied().unwrap_or(("unknown", "failed-attempt", "none", "none", "none", ""))
}

/// Where the provider that failed is told of: its name.
pub(super) fn provider(place: usize) -> Option<&'static str> {
    let late = place.checked_sub(PAST)?;
    match place.checked_sub(PAST + PROVIDER + LATEST.len()) {
        _ if late < PROVIDER => Some("Hébergeur Exemple"),
        Some(turn) if turn < NATIONAL => Some("Imagerie Modèle"),
        _ => None,
    }
}

const fn host(functioning: &'static str) -> Story {
    let words = "Notre hébergeur ne répond plus : ni dossier patient, ni messagerie. D’autres structures sont touchées.";
    ("provider", "provider-failure", "degraded", functioning, "unavailable", words)
}

const fn imaging(functioning: &'static str) -> Story {
    let words = "L’archive d’imagerie de notre prestataire ne répond plus. Les comptes rendus sont dictés au téléphone.";
    ("provider", "provider-failure", "degraded", functioning, "unavailable", words)
}

/// What the structure knows beside, by the origin: systems, how far, which data. A third tells it at once, a third in the hours
/// that follow, a third never.
pub(super) fn found(place: usize) -> &'static [(&'static str, &'static str)] {
    let ((_, origin, ..), _) = told(place);
    match origin {
        "ransomware" => &[
            ("systems", "workstations"),
            ("systems", "patient-record"),
            ("systems", "directory"),
            ("perimeter", "site"),
            ("systems_impact", "partial"),
            ("data", "health"),
            ("crisis_cell", "yes"),
        ],
        "malware" | "system-compromise" => &[("systems", "workstations"), ("perimeter", "service")],
        "phishing" | "account-compromise" => {
            &[("systems", "mail"), ("perimeter", "service"), ("data", "personal"), ("data", "credentials")]
        }
        "data-theft" | "insider" => {
            &[("systems", "patient-record"), ("data", "health"), ("people_concerned", "environ 120")]
        }
        "denial-of-service" | "defacement" => {
            &[("systems", "web"), ("perimeter", "site"), ("systems_impact", "slow")]
        }
        "provider-failure" => &[("perimeter", "site"), ("systems_impact", "partial")],
        "power" | "telecom" | "infrastructure" => {
            &[("systems", "network"), ("perimeter", "site"), ("systems_impact", "partial")]
        }
        _ => &[("perimeter", "service"), ("handling", "investigating")],
    }
}

/// Whether the structure says at once that it is an operator of essential services.
pub(super) fn operates(place: usize) -> bool {
    OPERATORS.contains(&place)
}

/// What happened, as people tell it.
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
        "ransom",
        "ransomware",
        "potential",
        "interruption",
        "unavailable",
        "Tous les serveurs sont chiffrés depuis cette nuit. Le réseau est coupé, les admissions se font sur papier.",
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
        "degraded",
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
        "malware",
        "potential",
        "cancelled",
        "unavailable",
        "Un programme malveillant s’est propagé aux serveurs du bloc : les interventions non urgentes sont reportées.",
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

/// What each structure is, one letter each: a hospital or clinic, a medico-social facility, a laboratory, a hospital of the army, a
/// radiotherapy centre, another.
const KINDS: &str = concat!(
    "hhmhhmhlhmhhmhhahmhrhmhlhmmhmloh", // the past
    "hmhmhhmlhm",                       // of the host
    "hhmhmhhh",                         // of the last days
    "hhhhhhhhhh",                       // of the archive of images
);

/// Where each stands, in turn: about as people live, with the two regions of the accounts among them.
const REGIONS: [&str; 20] = [
    "11", "53", "84", "32", "76", "11", "93", "75", "44", "52", "28", "11", "53", "24", "27", "84", "94",
    "32", "04", "02",
];

/// What the structure of that place in the row is.
pub(super) fn kind(place: usize) -> LegalCategory {
    match KINDS.as_bytes().get(place) {
        Some(b'm') => LegalCategory::MedicoSocial,
        Some(b'l') => LegalCategory::Laboratory,
        Some(b'a') => LegalCategory::MilitaryHospital,
        Some(b'r') => LegalCategory::Radiotherapy,
        Some(b'o') => LegalCategory::Other,
        _ => LegalCategory::HealthFacility,
    }
}

/// Where it stands.
pub(super) fn region(place: usize) -> Option<Region> {
    REGIONS.get(place % REGIONS.len()).and_then(|code| Region::from_code(code))
}

#[cfg(test)]
mod tests;
