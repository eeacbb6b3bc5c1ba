//! Power cuts and full disks, where attachments are.

use std::{path::Path, sync::Arc};

use declarations::DeclarationsSettings;
use storage::{
    Engine, on_both_engines,
    testing::{Disk, TestDatabase, database_on},
};
use vocabulary::{Id, Problem};

use crate::{
    attachments::{attach, read},
    house::{House, staff},
};

/// Bytes that tell one file from another.
fn bytes(number: usize, length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 31 + number * 7) % 251).unwrap()).collect()
}

async fn house(url: &str, folder: &Path, synced: bool) -> House {
    let database = Arc::new(TestDatabase::at(url, folder).await);
    let how = |objects: vault::Objects| if synced { objects } else { objects.unsynced() };
    House::keeping(database, DeclarationsSettings::default(), &folder.join("objects"), how).await
}

/// Files of ten acknowledged that a power cut leaves whole, on a disk that holds database and files.
fn after_power_cut(engine: Engine, synced: bool) -> usize {
    let disk = Disk::new(192);
    let (url, server) = database_on(engine, &disk);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (cut, filed, acknowledged) = runtime.block_on(async {
        let house = house(&url, disk.folder(), synced).await;
        let (filed, caller) = house.declarant().await;
        disk.sync();
        let mut acknowledged: Vec<Id> = Vec::new();
        for number in 0..10 {
            let name = format!("{number}.log");
            acknowledged
                .push(attach(&house, &caller, filed.id, &name, &bytes(number, 90_000)).await.unwrap());
        }
        (disk.cut(), filed, acknowledged)
    });
    drop(server);
    let (url, _server) = database_on(engine, &cut);
    runtime.block_on(async {
        let house = house(&url, cut.folder(), true).await;
        let seen = house.declarations.view(&staff(access::Role::Analyst, None), filed.id).await.unwrap();
        assert!(acknowledged.iter().all(|id| seen.attachments.iter().any(|file| file.id == *id)));
        let mut whole = 0;
        for (number, id) in acknowledged.into_iter().enumerate() {
            whole += usize::from(read(&house, id).await.is_ok_and(|read| read == bytes(number, 90_000)));
        }
        house.database.store.close().await;
        whole
    })
}

#[test]
fn fault_r02_a_power_cut_loses_no_acknowledged_attachment_sqlite() {
    assert_eq!(after_power_cut(Engine::Sqlite, true), 10);
}

#[test]
fn fault_r02_a_power_cut_loses_no_acknowledged_attachment_postgres() {
    assert_eq!(after_power_cut(Engine::Postgres, true), 10);
}

#[test]
fn fault_r02_negative_control_attachments_that_are_not_synced_are_lost_sqlite() {
    assert!(after_power_cut(Engine::Sqlite, false) < 10);
}

#[test]
fn fault_r02_negative_control_attachments_that_are_not_synced_are_lost_postgres() {
    assert!(after_power_cut(Engine::Postgres, false) < 10);
}

on_both_engines! {
    /// R03: whatever the disk still takes of a file (its beginning, all but its end), it is whole or it is refused for now.
    async fn fault_r03_an_attachment_on_a_full_disk_is_whole_or_refused(database) {
        let disk = Disk::new(12);
        let folder = disk.folder().join("objects");
        let house = House::keeping(database, DeclarationsSettings::default(), &folder, |objects| objects).await;
        let (mut refused, mut taken) = (0, Vec::new());
        for room in [0, 16, 64, 72, 80, 88, 96, 104] {
            // Another declaration each time: one takes ten files.
            let (filed, caller) = house.declarant().await;
            let sent = bytes(room, 100_000);
            let before = attach(&house, &caller, filed.id, "a.log", &sent).await.unwrap();
            let ballast = disk.fill(u64::try_from(room).unwrap() * 1024);
            match attach(&house, &caller, filed.id, "b.log", &sent).await {
                Ok(id) => taken.push((id, sent.clone())),
                Err(Problem::Failed(failure)) => {
                    assert!(failure.is_busy(), "{}", failure.chain());
                    refused += 1;
                }
                Err(problem) => panic!("{problem:?}"),
            }
            assert_eq!(read(&house, before).await.unwrap(), sent, "what was there is there");
            std::fs::remove_file(ballast).unwrap();
            let after = attach(&house, &caller, filed.id, "b.log", &sent).await.unwrap();
            taken.extend([(before, sent.clone()), (after, sent)]);
        }
        assert!(refused > 2, "the disk was full {refused} times");
        for (id, sent) in &taken {
            assert_eq!(&read(&house, *id).await.unwrap(), sent);
        }
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), taken.len(), "and nothing else");
    }
}
