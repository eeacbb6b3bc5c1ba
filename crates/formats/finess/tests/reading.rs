//! Files as they come, good and bad.
#![allow(
    clippy::unwrap_used,
    reason = "clippy sees as tests only the functions marked so, not what they share"
)]

use std::io::{Read, Write as _};

use finess::{Broken, Facility, LegalCategory, Limits, Positions, Raw, Reader, Trouble, Writer};
use proptest::prelude::*;

/// Fictitious sites in the exact form of `etalab-cs1100507`, in ISO-8859-1.
fn extract() -> Vec<u8> {
    let site = |finess: &str, name: &str, department: &str, routing: &str, category: &str| {
        format!(
            "structureet;{finess};350000022;{name};;;;12;R;DE L'ÉCLUSE;;BP 7;238;{department};X;{routing};\
             0261910001;;{category};Centre Hospitalier (C.H.);1102;Centres Hospitaliers;12345678900011;8610Z;03;ARS;1;\
             Etablissement public de santé;1979-02-13;1979-02-13;2020-02-04;\n"
        )
    };
    let text = [
        "finess;etalab;98;2026-05-12\n".to_owned(),
        site("350000022", "HÔPITAL DE LA FORÊT", "35", "35064 RENNES CEDEX 7", "355"),
        site("350000023", "CHIFFRE FAUX", "35", "35000 RENNES", "355"),
        site("970100012", "\"POLYCLINIQUE \"\"DU LAGON\"\"\"", "9A", "97139 LES ABYMES", "365"),
        "structureet;trop;court\n".to_owned(),
        "autre;chose\n".to_owned(),
        "geolocalisation;350000022;352000.0;6789000.0;1,ATLASANTE,96,BAN,EPSG:2154 RGF93;2026-05-04\n"
            .to_owned(),
        "geolocalisation;970100012;657242.9;1795384.4;2,ATLASANTE,96,BAN,EPSG:5490;2026-05-04\n".to_owned(),
        "geolocalisation;350000022;ici;là;;\n".to_owned(),
    ]
    .concat();
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}

/// The sites, and the line and reason of each refusal.
type Rows = (Vec<Facility>, Vec<(u64, &'static str)>);

fn read(bytes: &[u8]) -> Result<Rows, Broken> {
    let positions = Positions::read(bytes)?;
    let (mut sites, mut refused) = (Vec::new(), Vec::new());
    for row in Reader::new(bytes, &positions)? {
        match row {
            Ok(site) => sites.push(site),
            Err(Trouble::Refused(one)) => refused.push((one.line, one.reason.code())),
            Err(Trouble::Broken(broken)) => return Err(broken),
        }
    }
    Ok((sites, refused))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn an_official_extract_gives_its_sites_and_refuses_its_bad_lines_alone() {
    let (sites, refused) = read(&extract()).unwrap();
    let [hospital, lagoon] = &sites[..] else { panic!("{sites:?}") };
    assert_eq!(hospital.name, "HÔPITAL DE LA FORÊT");
    assert_eq!(hospital.address, "12 R DE L'ÉCLUSE\nBP 7");
    assert_eq!((hospital.postcode.as_str(), hospital.town.as_str()), ("35064", "RENNES"));
    assert_eq!(hospital.legal_category, LegalCategory::HealthFacility);
    assert_eq!(hospital.phone.as_deref(), Some("0261910001"));
    let position = hospital.position.unwrap();
    assert!(
        (position.latitude() - 48.1).abs() < 0.1 && (position.longitude() + 1.7).abs() < 0.1,
        "{position:?}"
    );
    assert_eq!(lagoon.name, "POLYCLINIQUE \"DU LAGON\"");
    assert_eq!((lagoon.department.as_str(), lagoon.region.code()), ("971", "01"));
    assert!((lagoon.position.unwrap().longitude() + 61.52874).abs() < 1e-4);
    let expected = [
        (3, "finess-check-digit"),
        (5, "fields-missing"),
        (6, "section-unknown"),
        (9, "position-unreadable"),
    ];
    assert_eq!(refused, expected);
    let positions = Positions::default();
    assert_eq!(Reader::new(&extract()[..], &positions).unwrap().dated(), "2026-05-12".parse().ok());
}

#[test]
fn compression_is_told_by_its_bytes_and_changes_nothing() {
    let plain = read(&extract()).unwrap();
    assert_eq!(read(&gzip(&extract())).unwrap(), plain);
    assert_eq!(read(&zstd(&extract())).unwrap(), plain);
}

#[test]
fn frames_end_to_end_are_one_file() {
    let whole = extract();
    let (head, tail) = whole.split_at(300);
    assert_eq!(read(&[zstd(head), zstd(tail)].concat()).unwrap(), read(&extract()).unwrap());
    assert_eq!(read(&[gzip(head), gzip(tail)].concat()).unwrap(), read(&extract()).unwrap());
}

#[test]
fn a_table_is_read_by_its_header_in_any_order() {
    let text = "\u{feff}code_postal;nom_inconnu;RS;nofinesset;categetab\r\n\
                35000;x;\"CLINIQUE ; DU LAC\";350 000 022;365\r\n\
                \r\n\
                75001;x;LABO;010000024\r\n";
    let (sites, refused) = read(text.as_bytes()).unwrap();
    assert_eq!(sites[0].name, "CLINIQUE ; DU LAC");
    assert_eq!(sites[0].region.code(), "53");
    assert_eq!(refused, [(4, "fields-missing")]);
}

#[test]
fn abuse_c19_xml_is_no_register() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE fluxfiness [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<fluxfiness><structureej>&b;&c;</structureej></fluxfiness>"#;
    assert!(matches!(read(bomb.as_bytes()), Err(Broken::NotARegister)));
}

#[test]
fn what_is_no_register_is_refused_whole() {
    let message = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert!(matches!(read(b""), Err(Broken::NotARegister)));
    assert!(matches!(read(b"a,b,c\n1,2,3\n"), Err(Broken::NotARegister)));
    assert_eq!(message(b"finess_et,raison_sociale\n"), "the file has no column categorie_code");
    assert_eq!(message(b"finess_et,rs,categetab\n"), "the file has no column departement_code");
    for packed in [gzip(&extract()), zstd(&extract())] {
        let cut = &packed[..packed.len() - 20];
        assert!(matches!(read(cut), Err(Broken::Unreadable(_))), "a file cut short must never look whole");
    }
}

#[test]
fn abuse_d01_size_ratio_and_line_are_bounded() {
    let positions = Positions::default();
    let header = b"finess_et,raison_sociale,categorie_code,code_postal\n".as_slice();
    // 64 MiB of line ends, in some tens of kilobytes.
    let bomb = gzip(&[header, &vec![b'\n'; 64 << 20]].concat());
    let last = Reader::new(&bomb[..], &positions).unwrap().last();
    assert!(matches!(last, Some(Err(Trouble::Broken(Broken::TooLarge)))));
    let limits = Limits { total: 1 << 20, ..Limits::default() };
    let endless = header.chain(std::io::repeat(b'x'));
    let last = Reader::with_limits(endless, &positions, limits).unwrap().last();
    assert!(matches!(last, Some(Err(Trouble::Broken(Broken::TooLarge)))));
    let long = [header, &vec![b'x'; 20 << 10], b"\n350000022,CH,355,35000\n"].concat();
    let (sites, refused) = read(&long).unwrap();
    assert_eq!((sites.len(), refused), (1, vec![(2, "line-too-long")]));
}

prop_compose! {
    fn site()(
        first_eight in "(0[1-9]|2[AB]|[3-8][0-9])[0-9]{6}",
        name in "\\PC{1,40}[a-z]",
        lines in proptest::collection::vec("[^|\\pC]{0,20}", 0..4),
        town in "\\PC{0,20}",
        (department, postcode) in prop_oneof![
            Just(("35", "35000")), Just(("2A", "20000")), Just(("974", "97743")), Just(("977", "97133")), Just(("987", ""))
        ],
        category in 100_u16..700,
        phone in proptest::option::of("0[0-9]{9}"),
        day in proptest::option::of(1_i8..28),
        place in proptest::option::of((-90_000_000_i32..=90_000_000, -180_000_000_i32..=180_000_000)),
        radiotherapy: bool,
    ) -> Facility {
        let date = day.map(|day| format!("2020-02-{day:02}")).unwrap_or_default();
        Facility::from_raw(&Raw {
            finess: vocabulary::FinessNumber::complete(&first_eight).unwrap().to_string().into(),
            name: name.into(),
            category: category.to_string().into(),
            radiotherapy,
            address: lines.into_iter().map(Into::into).collect(),
            postcode: postcode.into(),
            town: town.into(),
            department: department.into(),
            phone: phone.unwrap_or_default().into(),
            opened: date.clone().into(),
            updated: date.into(),
            position: place.and_then(|(lat, long)| finess::Position::from_degrees(f64::from(lat) / 1e6, f64::from(long) / 1e6)),
            ..Raw::default()
        }).unwrap()
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(sites in proptest::collection::vec(site(), 0..8)) {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes).unwrap();
        for site in &sites {
            writer.write(site).unwrap();
        }
        let (again, refused) = read(&bytes).unwrap();
        prop_assert_eq!(again, sites);
        prop_assert_eq!(refused, vec![]);
    }

    #[test]
    fn any_bytes_end_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        drop(read(&bytes));
    }

    #[test]
    fn any_damage_to_an_extract_ends_without_panic(
        place in 0_usize..400, byte: u8, cut in 0_usize..600, pack in 0_u8..3, before: bool
    ) {
        let mut bytes = extract();
        let damage = |bytes: &mut Vec<u8>| {
            let length = bytes.len();
            if let Some(one) = bytes.get_mut(place % length) { *one = byte; }
            bytes.truncate(length - cut % length);
        };
        if before { damage(&mut bytes); }
        bytes = match pack { 0 => bytes, 1 => gzip(&bytes), _ => zstd(&bytes) };
        if !before { damage(&mut bytes); }
        drop(read(&bytes));
    }
}
