//! Files come back whole, or not at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::path::PathBuf;

use vault::{MasterKey, Objects};
use vocabulary::{Id, Ids as _, testing::SequentialIds};

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("vigie_objects_{name}_{}", std::process::id())))
    }
    async fn objects(&self, purpose: &'static str) -> Objects {
        let key = MasterKey::load_or_create(&self.0.join("secret"), &SequentialIds::default()).unwrap();
        Objects::at(&self.0.join("objects"), key.derive(purpose)).await.unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

async fn keep(objects: &Objects, id: Id, bytes: &[u8], step: usize) {
    let mut sealing = objects.seal(&SequentialIds::default(), id).await.unwrap();
    for part in bytes.chunks(step) {
        sealing.write(part).await.unwrap();
    }
    assert_eq!(sealing.finish().await.unwrap().size, bytes.len() as u64);
}

async fn read(objects: &Objects, id: Id) -> Result<Vec<u8>, vocabulary::Failure> {
    let mut opened = objects.open(id).await?.expect("kept");
    let mut all = Vec::new();
    while let Some(bytes) = opened.next().await? {
        all.extend(bytes);
    }
    Ok(all)
}

#[tokio::test]
async fn files_of_any_length_come_back_whole() {
    let place = Place::new("whole");
    let (objects, ids) = (place.objects("a").await, SequentialIds::default());
    for (length, step) in [(0, 1), (1, 1), (65_535, 1000), (65_536, 65_536), (65_537, 7), (200_000, 131_072)]
    {
        let bytes: Vec<u8> = (0..length).map(|n: usize| u8::try_from(n % 251).unwrap()).collect();
        let id = ids.id();
        keep(&objects, id, &bytes, step).await;
        assert_eq!(read(&objects, id).await.unwrap(), bytes, "{length}");
        let on_disk = std::fs::read(place.0.join("objects").join(id.to_string())).unwrap();
        assert!(length < 100 || !on_disk.windows(50).any(|window| window == &bytes[..50]), "sealed at rest");
    }
}

#[tokio::test]
async fn abuse_d14_another_key_or_an_altered_file_opens_nothing() {
    let place = Place::new("altered");
    let objects = place.objects("a").await;
    let ids = SequentialIds::default();
    let (one, two) = (ids.id(), ids.id());
    keep(&objects, one, &vec![7; 150_000], 1000).await;
    keep(&objects, two, &vec![8; 150_000], 1000).await;
    assert!(read(&place.objects("b").await, one).await.is_err(), "another key");
    let path = |id: Id| place.0.join("objects").join(id.to_string());
    let whole = std::fs::read(path(one)).unwrap();
    std::fs::write(path(one), &whole[..19 + 65_536 + 16]).unwrap();
    assert!(read(&objects, one).await.is_err(), "cut at a piece");
    std::fs::copy(path(two), path(one)).unwrap();
    assert!(read(&objects, one).await.is_err(), "another file in its place");
}

#[tokio::test]
async fn an_interrupted_upload_leaves_nothing_and_a_killed_one_is_swept_at_the_next_start() {
    let place = Place::new("swept");
    let objects = place.objects("a").await;
    let left = || std::fs::read_dir(place.0.join("objects")).unwrap().count();
    let mut sealing = objects.seal(&SequentialIds::default(), Id::from_random([1; 16])).await.unwrap();
    sealing.write(b"half").await.unwrap();
    assert_eq!(left(), 1);
    drop(sealing);
    assert_eq!(left(), 0);
    let sealing = objects.seal(&SequentialIds::default(), Id::from_random([2; 16])).await.unwrap();
    std::mem::forget(sealing);
    assert_eq!(left(), 1);
    place.objects("a").await;
    assert_eq!(left(), 0);
}

#[tokio::test]
async fn abuse_b11_files_leave_room_on_the_disk() {
    let place = Place::new("room");
    let objects = place.objects("a").await.leaving(u64::MAX);
    let refused = objects.seal(&SequentialIds::default(), Id::from_random([1; 16])).await.err().unwrap();
    assert!(refused.is_busy(), "{}", refused.chain());
    keep(&place.objects("a").await.leaving(1), Id::from_random([1; 16]), &vec![7; 150_000], 1000).await;
}
