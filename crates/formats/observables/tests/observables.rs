//! Tables of cases, as people of hospitals and of the cell write them, and properties.
#![allow(clippy::unwrap_used, reason = "a test fails loudly")]

use observables::{Kind, LONGEST, Lists, Match, Observable, Unreadable, WarningList, defang, find};
use proptest::prelude::*;

fn found(text: &str) -> Vec<(&'static str, String)> {
    find(text).into_iter().map(|f| (f.observable.kind().code(), f.observable.value().to_owned())).collect()
}

#[track_caller]
fn holds(text: &str, expected: &[(&str, &str)]) {
    let found = found(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(kind, value)| (*kind, value.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

#[test]
fn each_kind_is_found_as_people_write_it() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("Connexions vers 91.215.85.17 cette nuit.", &[("ipv4", "91.215.85.17")]),
        ("(91.215.85.17:8443)", &[("ipv4", "91.215.85.17")]),
        ("IP : 91[.]215[.]85[.]17", &[("ipv4", "91.215.85.17")]),
        ("91.215.85[.]17 et 91(.)215(.)85(.)18", &[("ipv4", "91.215.85.17"), ("ipv4", "91.215.85.18")]),
        ("2A03:B0C0:0:1010::1A4:8001,", &[("ipv6", "2a03:b0c0:0:1010::1a4:8001")]),
        ("[2a03:b0c0::1]:443", &[("ipv6", "2a03:b0c0::1")]),
        ("Le domaine mise-a-jour.top, vu deux fois", &[("domain", "mise-a-jour.top")]),
        ("MISE-A-JOUR.TOP", &[("domain", "mise-a-jour.top")]),
        ("portail-hopital[.]top", &[("domain", "portail-hopital.top")]),
        ("portail (point) top", &[("domain", "portail.top")]),
        ("portail [dot] top", &[("domain", "portail.top")]),
        (
            "portail[.top, portail2.]top, portail3\\.top",
            &[("domain", "portail.top"), ("domain", "portail2.top"), ("domain", "portail3.top")],
        ),
        ("facture[.]zip", &[("domain", "facture.zip")]),
        ("hôpital[.]fr", &[("domain", "xn--hpital-ixa.fr")]),
        (
            "téléchargé depuis hxxps://portail[.]top/a/b.php?x=1.",
            &[("url", "https://portail.top/a/b.php?x=1"), ("domain", "portail.top")],
        ),
        ("hXXp[:]//portail[.]top", &[("url", "http://portail.top/"), ("domain", "portail.top")]),
        (
            "(voir https://portail.top/x_(1))",
            &[("url", "https://portail.top/x_(1)"), ("domain", "portail.top")],
        ),
        (
            "« http://91.215.85.17:8080/charge.exe »",
            &[("url", "http://91.215.85.17:8080/charge.exe"), ("ipv4", "91.215.85.17")],
        ),
        (
            "http://un.top/a,https://deux.top/b",
            &[
                ("url", "http://un.top/a"),
                ("domain", "un.top"),
                ("url", "https://deux.top/b"),
                ("domain", "deux.top"),
            ],
        ),
        ("Écrire à Rancon@Onionmail.org sous 72 h", &[("email", "rancon@onionmail.org")]),
        (
            "rancon[at]onionmail[.]org, rancon2 (at) onionmail (dot) org",
            &[("email", "rancon@onionmail.org"), ("email", "rancon2@onionmail.org")],
        ),
        ("mailto:rancon@onionmail.org", &[("email", "rancon@onionmail.org")]),
        ("MD5=5D41402ABC4B2A76B9719D911017C592;", &[("md5", "5d41402abc4b2a76b9719d911017c592")]),
        (
            "sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
            &[("sha1", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d")],
        ),
        ("la CVE-2024-3400 (cve-2023-46805)", &[("cve", "CVE-2024-3400"), ("cve", "CVE-2023-46805")]),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", &[("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]),
        (
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            &[("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")],
        ),
        (
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            &[("ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")],
        ),
        (
            "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
            &[(
                "monero",
                "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
            )],
        ),
    ];
    for (text, expected) in cases {
        holds(text, expected);
    }
    holds(&format!("SHA-256 {SHA256}"), &[("sha256", SHA256)]);
    let sha512 = format!("{SHA256}{}", SHA256.chars().rev().collect::<String>());
    holds(&sha512, &[("sha512", &sha512)]);
}

#[test]
fn what_only_looks_like_one_is_none() {
    for text in [
        "Les fichiers facture.zip, index.php, fichier.txt, install.sh et script.pl ont été ouverts.",
        "Tout est en panne.La suite par téléphone. M.Dupont rappelle.",
        "réseau.de plus en plus lent, c.-à-d. p.ex. etc...",
        "serveur 10.0.3.14, 192.168.1.1, 172.16.0.1, 127.0.0.1, 169.254.1.1, 100.64.0.1, 0.0.0.0, 255.255.255.255",
        "documentation : 192.0.2.1, 198.51.100.7, 203.0.113.9, 2001:db8::1, ::1, fe80::1, fd00::1, ff02::1",
        "version 4.2.1.3 du logiciel, v4.2.1.3, 91.215.85.0/24, 1.2.3, 999.1.1.1, 01.02.03.04",
        "serveur-ad.hopital.local, poste12.chu.intra, nas.lan, http://intranet/, http://localhost/, http://10.0.0.1/a",
        "à 12:45:30, mac 00:1A:2B:3C:4D:5E, abc@def, @compte, camille@poste",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 00000000000000000000000000000000 12345678901234567890123456789012",
        "CVE-2024, CVE-24-1234, CVE-2024-12, CVE-1234-56789",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD 0x0000000000000000000000000000000000000000",
        "C:\\Users\\secret\\charge.exe \\\\nas\\partage /var/www/site.pl src/main.rs file://serveur/partage.top",
        "tél. 01.99.00.12.34, réf. VIG-2026-004217-K, le 27.03.2026 à 14.30, 1.234,50 €",
    ] {
        holds(text, &[]);
    }
}

#[test]
fn each_is_told_once_with_its_place() {
    let text = "é portail[.]top puis portail.top";
    let all = find(text);
    assert_eq!(all.len(), 1);
    assert_eq!(&text[all[0].span.clone()], "portail[.]top");
    let spaced = "voir portail [.] top ici";
    assert_eq!(&spaced[find(spaced)[0].span.clone()], "portail [.] top");
}

#[test]
fn a_value_is_read_as_it_is_named() {
    let read = |kind, text: &str| Observable::parse(kind, text).map(|o| o.value().to_owned());
    assert_eq!(read(Kind::Domain, "facture.zip").as_deref(), Some("facture.zip"));
    assert_eq!(read(Kind::Domain, "hxxp://portail[.]top/x").as_deref(), Some("portail.top"));
    assert_eq!(read(Kind::Ipv4, "10.0.0.1"), None);
    assert_eq!(read(Kind::Url, "portail.top"), None);
}

fn list(kind: &str, attributes: &[&str], entries: &[&str]) -> WarningList {
    let json = serde_json::json!({ "name": kind, "version": 3, "description": "Essai", "type": kind,
        "matching_attributes": attributes, "list": entries });
    WarningList::read(json.to_string().as_bytes()).unwrap()
}

#[test]
fn lists_speak_of_their_values_and_kinds_and_of_no_other() {
    let lists = Lists::new(vec![
        list("string", &["domain", "md5"], &["Exact.top", "5D41402ABC4B2A76B9719D911017C592"]),
        list("hostname", &["domain", "url"], &[".large.top"]),
        list("cidr", &["ip-dst"], &["91.215.85.0/24", "2a03:b0c0::/32", "45.9.148.3"]),
        list("substring", &["url"], &["/suivi?"]),
        list("regex", &["email"], &["/^(abuse|soc)\\@.*\\..*$/i", "(?=no)", "/(/"]),
    ]);
    let cases = [
        ("exact.top", Some("string")),
        ("sous.exact.top", None),
        ("5d41402abc4b2a76b9719d911017c592", Some("string")),
        ("large.top", Some("hostname")),
        ("a.b.large.top", Some("hostname")),
        ("troplarge.top", None),
        ("91.215.85.17", Some("cidr")),
        ("91.215.86.17", None),
        ("2a03:b0c0:0:1010::1", Some("cidr")),
        ("45.9.148.3", Some("cidr")),
        ("abuse@autre.top", Some("regex")),
        ("camille@autre.top", None),
    ];
    for (text, expected) in cases {
        assert_eq!(lists.naming(&find(text)[0].observable), expected, "{text}");
    }
    for (url, expected) in
        [("https://x.large.top/a", Some("hostname")), ("https://autre.top/suivi?x=1", Some("substring"))]
    {
        assert_eq!(lists.naming(&Observable::parse(Kind::Url, url).unwrap()), expected, "{url}");
    }
    assert_eq!(list("regex", &["email"], &["/a/", "(?=no)", "/(/"]).refused, 2);
}

#[test]
fn what_is_no_list_is_refused() {
    assert!(matches!(WarningList::read(b"{"), Err(Unreadable::Shape(_))));
    let read = |json: &str| WarningList::read(json.as_bytes());
    assert_eq!(read(r#"{"name":"a","type":"guess","list":[]}"#), Err(Unreadable::Type("guess".to_owned())));
    assert_eq!(read(r#"{"name":" ","type":"string","list":[]}"#), Err(Unreadable::Nameless));
}

#[test]
fn the_built_in_list_is_short_and_sound() {
    let lists = WarningList::built_in();
    assert!(lists.iter().all(|list| !list.entries.is_empty() && list.entries.len() < 50));
    let lists = Lists::new(lists);
    let naming = |kind, text| lists.naming(&Observable::parse(kind, text).unwrap()).map(str::to_owned);
    assert_eq!(naming(Kind::Ipv4, "8.8.8.8").as_deref(), Some("vigie-resolvers"));
    assert_eq!(naming(Kind::Url, "https://www.sante.gouv.fr/alertes").as_deref(), Some("vigie-state"));
    assert_eq!(naming(Kind::Domain, "sante.gouv.fr.portail.top"), None);
    assert_eq!(naming(Kind::Url, "https://www.google.com/url?q=x"), None);
    let own = Lists::new(vec![WarningList::own(&["cellule.fr".to_owned()])]);
    assert_eq!(
        own.naming(&Observable::parse(Kind::Email, "a@veille.cellule.fr").unwrap()),
        Some("vigie-own")
    );
    assert!(Match::from_code("cidr").is_some_and(Match::is_keyed));
}

fn value() -> impl Strategy<Value = String> {
    let label = "[a-z][a-z0-9]{1,12}";
    let domain = (label, label).prop_map(|(a, b)| format!("{a}.{b}.top"));
    prop_oneof![
        domain.clone(),
        (domain.clone(), "[a-z0-9/._-]{0,20}").prop_map(|(host, path)| format!("https://{host}/{path}x")),
        ("[a-z]{3,9}", domain).prop_map(|(local, host)| format!("{local}@{host}")),
        (11_u8..=99, any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| format!("{a}.{b}.{c}.9")),
        any::<[u16; 6]>().prop_map(|s| format!(
            "2a03:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:1",
            s[0], s[1], s[2], s[3], s[4], s[5]
        )),
        "[0-9a-f]{64}",
    ]
}

proptest! {
    #[test]
    fn made_harmless_and_read_again_it_is_the_same(text in value()) {
        for one in find(&text) {
            let (kind, harmless) = (one.observable.kind(), one.observable.defanged());
            let again = Observable::parse(kind, &harmless);
            prop_assert_eq!(again, Some(one.observable.clone()), "{}", harmless);
            prop_assert_eq!(defang(kind, one.observable.value()), harmless.clone());
            prop_assert!(find(&format!("vu : {harmless} hier")).contains(&observables::Found {
                observable: one.observable, span: 5..5 + harmless.len(),
            }), "{}", harmless);
        }
    }

    #[test]
    fn nothing_breaks_it_and_what_it_finds_stands_there(text in "\\PC{0,200}|[\\[\\](){}.:/@a-z0-9hx -]{0,200}") {
        for one in find(&text) {
            prop_assert!(text.get(one.span.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(Observable::parse(one.observable.kind(), one.observable.value()).is_some_and(|o| o == one.observable), "{:?}", one);
        }
    }
}

/// As many steps as bytes: texts made to be slow, at the greatest length, within the patience of a test run.
#[test]
fn long_and_hostile_texts_end() {
    for piece in ["[", "(.", "http://", "http://a.top/,", ")", "a.", "a@", ":", "://", "[.] ", "1.1.1.", "é["]
    {
        let text = piece.repeat(LONGEST / piece.len());
        assert!(find(&text).len() <= 2000);
    }
    let tail = format!("https://a.top/{}", ")".repeat(LONGEST));
    assert!(find(&tail).len() <= 2);
}
