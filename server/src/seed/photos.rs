//! Takes the demo's photos: draws each scene, and sends it the way of every upload.

use super::goods::Good;
use super::listings::Missing;
use super::pictures::{Scene, png};
use super::stable::stable;
use super::{Seed, Wrong};
use crate::photos::receive;
use futures::stream::{self, TryStreamExt};
use market::catalog::PhotoId;
use market::shop::ShopStaff;

/// As wide as the product page's picture is on most screens: larger ones would double the time that every fresh market takes.
pub const WIDTH: u32 = 800;

/// The id of a good's photo, counted from 0.
pub fn photo_id(good: &Good, scene: usize) -> PhotoId {
    PhotoId::from_uuid(stable("photo", &format!("{}|{scene}", good.key)))
}

/// Takes the photos of these goods, as many at a time as there are cores. Says how many.
pub async fn take(seed: &Seed, missing: &[Missing]) -> Result<usize, Wrong> {
    let mut all: Vec<(PhotoId, ShopStaff, &'static Scene)> = Vec::new();
    for listed in missing {
        let scenes = listed.good.scenes.iter().enumerate();
        all.extend(scenes.map(|(position, scene)| (photo_id(listed.good, position), listed.owner, scene)));
    }
    let at_once = std::thread::available_parallelism().map_or(2, usize::from);
    let count = all.len();
    stream::iter(all.into_iter().map(Ok))
        .try_for_each_concurrent(at_once, |(photo, owner, scene)| take_one(seed, photo, owner, scene))
        .await?;
    Ok(count)
}

async fn take_one(seed: &Seed, photo: PhotoId, owner: ShopStaff, scene: &'static Scene) -> Result<(), Wrong> {
    let (width, height) = (seed.photo_width, seed.photo_width * 3 / 4);
    let drawn = tokio::task::spawn_blocking(move || png(scene, width, height)).await;
    let bytes = drawn.map_err(|error| Wrong(error.to_string()))?.map_err(|error| Wrong(error.to_string()))?;
    let upload = stream::iter([Ok::<_, std::io::Error>(bytes)]);
    let received = receive(&seed.market, &seed.photos, &owner, (photo, None), upload).await;
    received.map_err(Wrong::command("receive_photo"))?;
    Ok(seed.photos.render_photo(&seed.market, photo).await?)
}
