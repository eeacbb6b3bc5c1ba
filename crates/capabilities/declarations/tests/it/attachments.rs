//! Files.

use access::{Caller, Role};
use declarations::DeclarationsSettings;
use storage::on_both_engines;
use vocabulary::{Id, Problem, Refused};

use crate::house::{House, codes, nothing, refused, staff};

pub async fn attach(house: &House, caller: &Caller, id: Id, name: &str, bytes: &[u8]) -> Result<Id, Problem> {
    let mut upload = house.declarations.attach(caller, id, name).await?;
    for part in bytes.chunks(1000) {
        if let Err(problem) = house.declarations.attach_bytes(&mut upload, part).await {
            house.declarations.attach_abandon(upload).await.unwrap();
            return Err(problem);
        }
    }
    house.declarations.attach_finish(caller, upload).await
}

/// A file as the cell gets it.
pub async fn read(house: &House, id: Id) -> Result<Vec<u8>, Problem> {
    let mut download = house.declarations.download(&staff(Role::Analyst, None), id).await?;
    let mut all = Vec::new();
    while let Some(part) = download.bytes.next().await? {
        all.extend(part);
    }
    Ok(all)
}

on_both_engines! {
    async fn abuse_d02_and_d10_a_file_comes_back_to_the_cell_as_it_was(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| u8::try_from(n % 256).unwrap()).collect();
        let id = attach(&house, &caller, filed.id, "../../capture \u{202e}gpj.exe", &bytes).await.unwrap();
        assert_eq!(read(&house, id).await.unwrap(), bytes);
        let download = house.declarations.download(&staff(Role::Analyst, None), id).await.unwrap();
        let name = &download.attachment.name;
        assert!(!name.contains('/') && !name.contains("..") && !name.contains('\u{202e}'), "abuse C11, D02: {name}");
        assert!(!std::fs::read_dir(house.database.folder().join("objects")).unwrap().any(|f| f.unwrap().file_name() != id.to_string().as_str()), "abuse D10: names on disk are ours");
    }

    async fn abuse_a04_and_d11_a_file_of_another_is_not_there(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let (_, other) = house.declarant().await;
        let id = attach(&house, &caller, filed.id, "a.log", b"x").await.unwrap();
        assert_eq!(refused(house.declarations.attach(&other, filed.id, "b").await.map(drop)), Refused::NotFound);
        assert_eq!(refused(house.declarations.download(&staff(Role::Analyst, None), nothing()).await.map(drop)), Refused::NotFound);
        assert_eq!(refused(house.declarations.download(&caller, id).await.map(drop)), Refused::SignInFirst, "never given back by this door");
        assert_eq!(refused(house.declarations.download(&staff(Role::Ars, Some("53")), id).await.map(drop)), Refused::Forbidden);
    }

    async fn abuse_d07_a_test_virus_is_marked_and_kept(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let virus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat();
        let id = attach(&house, &caller, filed.id, "a.com", virus.as_bytes()).await.unwrap();
        let view = house.declarations.view(&caller, filed.id).await.unwrap();
        assert_eq!(view.attachments.iter().map(|a| (a.id, a.mark.as_str())).collect::<Vec<_>>(), [(id, "test-virus")]);
    }

    async fn abuse_d08_twenty_uploads_at_once_do_not_pass_the_limit(database) {
        let house = std::sync::Arc::new(House::new(database).await);
        let (filed, caller) = house.declarant().await;
        let uploads: Vec<_> = (0..20).map(|_| {
            let (house, caller) = (house.clone(), caller.clone());
            tokio::spawn(async move { attach(&house, &caller, filed.id, "a", b"abc").await.is_ok() })
        }).collect();
        let mut taken = 0;
        for upload in uploads { taken += i32::from(upload.await.unwrap()); }
        assert!((4..=10).contains(&taken), "{taken}: at least those whose places of the largest size fit at once");
        let view = house.declarations.view(&caller, filed.id).await.unwrap();
        assert_eq!(view.attachments.len(), usize::try_from(taken).unwrap());
    }

    async fn a_file_too_large_or_empty_is_refused_and_leaves_nothing(database) {
        let settings = DeclarationsSettings { attachment_bytes: 1024, ..Default::default() };
        let house = House::with(database, settings).await;
        let (filed, caller) = house.declarant().await;
        assert_eq!(codes(attach(&house, &caller, filed.id, "a", &[1; 2000]).await), [("file".to_owned(), "file-too-large")]);
        assert_eq!(codes(attach(&house, &caller, filed.id, "a", b"").await), [("file".to_owned(), "file-empty")]);
        assert_eq!(std::fs::read_dir(house.database.folder().join("objects")).unwrap().count(), 0);
        assert!(house.declarations.view(&caller, filed.id).await.unwrap().attachments.is_empty());
        for _ in 0..20 {
            // Cut without a word: it holds its place for twenty minutes, and no longer.
            drop(house.declarations.attach(&caller, filed.id, "a").await);
        }
        assert_eq!(codes(attach(&house, &caller, filed.id, "a", b"x").await), [("file".to_owned(), "too-many-files")]);
        assert_eq!(std::fs::read_dir(house.database.folder().join("objects")).unwrap().count(), 0);
        house.database.clock.advance(1201);
        assert!(attach(&house, &caller, filed.id, "a", &[1; 1024]).await.is_ok());
    }
}
