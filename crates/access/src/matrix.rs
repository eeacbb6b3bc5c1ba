//! The rights matrix, printed for people of the law to read and for a test to hold: each role, each action, each place, each
//! mark, all asked of the function that decides.

use std::collections::BTreeSet;

use vocabulary::{FinessNumber, Id, Region, Tlp};

use crate::{Caller, Declarant, Permission, Person, Reach, Resource, Role, Standing};

const HEAD: &str = "\
# Who may do what

Printed by the program out of the function that decides (`cargo run -p xtask -- rights`); a test fails when this page and the code
differ. Roles have their French names, and the names that the code and `vigie account` give them.

## How to read it

- **Own facility**: a site that the account names, or any site of a legal entity that it names. An account that names one site
  does not reach the other sites of the same legal entity.
- **Own region**: another site of the same region, by the agency that is competent for it, overseas collectivities included.
- **Elsewhere**: a site of another region. What was declared for a site that is not in the register stands elsewhere for all but
  those who reach the nation.
- **Marks**: TLP 2.0, from TLP:CLEAR through GREEN, AMBER and AMBER+STRICT to TLP:RED. *Any mark*: all five. *Up to TLP:X*: TLP:X and
  those that are more open. A declaration carries the mark that its declarant chose, TLP:AMBER+STRICT until they choose one; the
  mark of the last version governs all versions.
- The mark governs sharing beyond those whom the law names. The cell, the agency of the site's region, and the ministry (FSSI,
  CORRUSS) receive declarations by law and read them whatever the mark. The other people of the structure read up to
  TLP:AMBER+STRICT; TLP:RED only with a follow-up code of that very declaration, as its named readers. Nobody else reads any of it.
- What is out of reach, or marked more strictly, answers exactly as what does not exist: in pages, lists, counts, searches and the
  API alike. Somebody with several roles may do what any of them allows; a token of a program, what its account may and its scopes
  name.
";

/// What an account of a role reaches, in the printed examples.
fn example(role: Role) -> (&'static str, &'static str, Reach) {
    let nation = |name| (name, "the nation", Reach::Nation);
    match role {
        Role::FacilityStaff => (
            "RSSI, DSI, DPO ou direction d’une structure",
            "the sites and legal entities that the account names",
            Reach::Facilities(SITE.parse().into_iter().collect()),
        ),
        Role::Analyst => nation("Analyste de la cellule"),
        Role::Lead => nation("Responsable de la cellule"),
        Role::Editor => nation("Rédacteur de la veille"),
        Role::Ars => (
            "Agence régionale de santé (ARS), point focal",
            "the regions that the account names",
            Reach::Regions(Region::from_code(REGION).into_iter().collect()),
        ),
        Role::Fssi => nation("FSSI / HFDS (ministère)"),
        Role::Corruss => nation("DGS / CORRUSS (ministère)"),
        Role::Member => nation("Membre de la communauté"),
        Role::Moderator => nation("Modérateur de la communauté"),
        Role::Administrator => nation("Administrateur de la plateforme"),
        Role::Auditor => nation("Auditeur"),
    }
}

/// The site and the region of the examples, another site of that region, and one elsewhere.
const SITE: &str = "359900008";
const REGION: &str = "53";
const SISTER: &str = "359900016";
const ELSEWHERE: (&str, &str) = ("759900004", "11");

/// The whole page.
pub fn printed() -> String {
    let mut page = HEAD.to_owned();
    let people = people();
    page += "\n## Role by role\n\nWhat anybody may do is not repeated.\n";
    for (who, reaches, caller) in &people {
        page += &format!("\n### {who}\n\nReaches {reaches}.\n\n");
        let lines: String = Permission::ALL
            .iter()
            .filter(|p| {
                matches!(caller, Caller::Nobody) || p.decided(&Caller::Nobody, &Resource::default()).is_err()
            })
            .filter_map(|permission| sentence(*permission, caller))
            .collect();
        page += if lines.is_empty() { "- Nothing more than anybody.\n" } else { &lines };
    }
    page += "\n## Action by action\n\nWho is not named under an action may not.\n";
    for permission in Permission::ALL {
        page += &format!("\n### {} (`{}`)\n\n", phrase(*permission), permission.code());
        page +=
            &if permission.is_placed() { table(*permission, &people) } else { line(*permission, &people) };
    }
    page
}

/// Who may do what stands somewhere, and where.
fn table(permission: Permission, people: &[Somebody]) -> String {
    let mut table = "| | own facility | own region | elsewhere |\n|---|---|---|---|\n".to_owned();
    for (who, _, caller) in people {
        let mut cells = cells(permission, caller);
        if cells.iter().all(|cell| cell == NO) {
            continue;
        }
        if matches!(caller, Caller::Declarant(_)) {
            cells[0].insert_str(0, "that declaration, ");
        }
        table += &format!("| {who} | {} |\n", cells.join(" | "));
    }
    table
}

/// Who may do what stands nowhere.
fn line(permission: Permission, people: &[Somebody]) -> String {
    let may = |caller: &Caller| permission.decided(caller, &Resource::default()).is_ok();
    if people.iter().all(|(.., caller)| may(caller)) {
        return "Everybody.\n".to_owned();
    }
    let named: Vec<&str> =
        people.iter().filter(|(.., caller)| may(caller)).map(|(who, ..)| who.as_str()).collect();
    if named.is_empty() { "Nobody.\n".to_owned() } else { format!("{}.\n", named.join("; ")) }
}

const NO: &str = "no";
const HOLDER: &str = "the one declaration whose code was typed";

/// Who, how far they reach, and somebody who is it.
type Somebody = (String, &'static str, Caller);

/// Nobody, a holder of a code, and somebody of each role.
fn people() -> Vec<Somebody> {
    let id = Id::from_random([1; 16]);
    let declarant = Caller::Declarant(Declarant { declaration: id, holder: id, session: id });
    let mut people = vec![
        ("Anyone, without an account".to_owned(), "no declaration of others", Caller::Nobody),
        (
            "Déclarant, or a colleague to whom they passed the hand: who holds a code".to_owned(),
            HOLDER,
            declarant,
        ),
    ];
    for role in Role::ALL {
        let (name, reaches, reach) = example(role);
        let standings = vec![Standing { role, reach }];
        let person = Person {
            account: id,
            name: String::new(),
            session: id,
            standings,
            withheld: Vec::new(),
            fresh: true,
            limited_to: None,
        };
        people.push((format!("{name} (`{}`)", role.code()), reaches, Caller::Person(person)));
    }
    people
}

/// What somebody may do under a permission in each of the three places, in words.
fn cells(permission: Permission, caller: &Caller) -> [String; 3] {
    let declaration = match caller {
        Caller::Declarant(declarant) => Some(declarant.declaration),
        _ => None,
    };
    [(SITE, REGION, declaration), (SISTER, REGION, None), (ELSEWHERE.0, ELSEWHERE.1, None)].map(
        |(site, region, declaration)| {
            let read: BTreeSet<Tlp> = Tlp::ALL
                .into_iter()
                .filter(|tlp| {
                    let resource = Resource {
                        declaration,
                        facility: FinessNumber::parse(site).ok(),
                        legal_entity: None,
                        region: Region::from_code(region),
                        tlp: *tlp,
                    };
                    permission.decided(caller, &resource).is_ok()
                })
                .collect();
            marks(&read)
        },
    )
}

/// A set of marks in words.
fn marks(read: &BTreeSet<Tlp>) -> String {
    let open = Tlp::ALL.iter().take_while(|tlp| read.contains(tlp)).count();
    match (read.len(), read.last()) {
        (0, _) | (_, None) => NO.to_owned(),
        (n, _) if n == Tlp::ALL.len() => "any mark".to_owned(),
        (n, Some(last)) if n == open => format!("up to TLP:{}", last.label()),
        _ => read.iter().map(|tlp| format!("TLP:{}", tlp.label())).collect::<Vec<_>>().join(", "),
    }
}

/// One line on what somebody may do under a permission, when they may at all.
fn sentence(permission: Permission, caller: &Caller) -> Option<String> {
    let [own, region, elsewhere] = cells(permission, caller);
    if own == NO {
        return None;
    }
    if !permission.is_placed() {
        return Some(format!("- {}.\n", phrase(permission)));
    }
    let place = match (region == own, elsewhere == own) {
        _ if matches!(caller, Caller::Declarant(_)) => "For that declaration",
        (true, true) => "Everywhere",
        (true, false) => "In their own region",
        _ => "In their own facilities",
    };
    let mut letters = phrase(permission).chars();
    let phrase: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    Some(format!("- {place}, {own}: {phrase}.\n"))
}

/// The sentence of a permission, without its full stop.
fn phrase(permission: Permission) -> &'static str {
    permission.words().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_page_is_the_one_in_the_tree() {
        let document = include_str!("../../../docs/security/rights.md");
        assert!(
            document == printed(),
            "docs/security/rights.md is not what the code says: cargo run -p xtask -- rights > docs/security/rights.md"
        );
    }

    #[test]
    fn the_places_of_the_examples_are_real() {
        let numbers = [SITE, SISTER, ELSEWHERE.0].map(|number| FinessNumber::parse(number).unwrap());
        assert_eq!(BTreeSet::from(numbers).len(), 3);
        assert_ne!(Region::from_code(REGION).unwrap(), Region::from_code(ELSEWHERE.1).unwrap());
    }
}
