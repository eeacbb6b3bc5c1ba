//! From the projected metres of the official extract to degrees (WGS 84). Each territory has its legal projection
//! (arrêté of 5 March 2019): Lambert-93 in the metropolis, a UTM zone overseas, all on the GRS 80 ellipsoid.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

/// GRS 80: half the great axis in metres, and the first eccentricity squared.
const AXIS: f64 = 6_378_137.0;
const E2: f64 = 0.006_694_380_022_900_788;

/// Degrees of latitude and longitude of a point given in metres, by the projection of its department. `None` where no
/// projection is in use, or when the point is not on the territory that its department is part of.
pub(crate) fn degrees(department: &str, x: f64, y: f64) -> Option<(f64, f64)> {
    let (latitude, longitude) = match department {
        "971" | "972" | "977" | "978" => utm(x, y, -63.0, true),
        "973" => utm(x, y, -51.0, true),
        "974" => utm(x, y, 57.0, false),
        "975" => utm(x, y, -57.0, true),
        "976" => utm(x, y, 45.0, false),
        other if other.starts_with('9') && other.len() == 3 => return None,
        _ => lambert93(x, y),
    };
    let metropolis = department.len() == 2;
    let around = !metropolis || ((41.0..=51.5).contains(&latitude) && (-5.6..=9.8).contains(&longitude));
    (around && (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
        .then_some((latitude, longitude))
}

/// Inverse of the Lambert conformal conic with two parallels (IGN, NT/G 71; EPSG 2154).
fn lambert93(x: f64, y: f64) -> (f64, f64) {
    let e = E2.sqrt();
    let isometric = |latitude: f64| {
        let sine = e * latitude.sin();
        (FRAC_PI_4 + latitude / 2.0).tan().ln() - e / 2.0 * ((1.0 + sine) / (1.0 - sine)).ln()
    };
    let normal = |latitude: f64| AXIS / (1.0 - E2 * latitude.sin().powi(2)).sqrt();
    let [south, north, origin] = [44.0_f64, 49.0, 46.5].map(f64::to_radians);
    let n = (normal(north) * north.cos() / (normal(south) * south.cos())).ln()
        / (isometric(south) - isometric(north));
    let scale = normal(south) * south.cos() / n * (n * isometric(south)).exp();
    let pole = 6_600_000.0 + scale * (-n * isometric(origin)).exp();
    let (east, down) = (x - 700_000.0, pole - y);
    let longitude = 3.0_f64.to_radians() + (east / down).atan() / n;
    let target = -(east.hypot(down) / scale).abs().ln() / n;
    let mut latitude = 2.0 * target.exp().atan() - FRAC_PI_2;
    // Ten rounds bring any latitude of the globe well under a millimetre.
    for _ in 0..10 {
        let sine = e * latitude.sin();
        latitude = 2.0 * (((1.0 + sine) / (1.0 - sine)).powf(e / 2.0) * target.exp()).atan() - FRAC_PI_2;
    }
    (latitude.to_degrees(), longitude.to_degrees())
}

/// Inverse of the transverse Mercator projection (Krüger's series to the fourth power of the third flattening).
fn utm(x: f64, y: f64, meridian: f64, north: bool) -> (f64, f64) {
    let flat = 1.0 - (1.0 - E2).sqrt();
    let n = flat / (2.0 - flat);
    let rectifying = AXIS / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0);
    let beta = [
        n / 2.0 - 2.0 / 3.0 * n.powi(2) + 37.0 / 96.0 * n.powi(3),
        n.powi(2) / 48.0 + n.powi(3) / 15.0,
        17.0 / 480.0 * n.powi(3),
    ];
    let delta = [
        2.0 * n - 2.0 / 3.0 * n.powi(2) - 2.0 * n.powi(3),
        7.0 / 3.0 * n.powi(2) - 8.0 / 5.0 * n.powi(3),
        56.0 / 15.0 * n.powi(3),
    ];
    let even = [2.0, 4.0, 6.0];
    let xi = (y - if north { 0.0 } else { 10_000_000.0 }) / (0.9996 * rectifying);
    let eta = (x - 500_000.0) / (0.9996 * rectifying);
    let (mut xi2, mut eta2) = (xi, eta);
    for (b, k) in beta.iter().zip(even) {
        xi2 -= b * (k * xi).sin() * (k * eta).cosh();
        eta2 -= b * (k * xi).cos() * (k * eta).sinh();
    }
    let conformal = (xi2.sin() / eta2.cosh()).asin();
    let latitude = delta.iter().zip(even).fold(conformal, |sum, (d, k)| sum + d * (k * conformal).sin());
    (latitude.to_degrees(), meridian + eta2.sinh().atan2(xi2.cos()).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of the official extract, with their degrees by PROJ.
    #[test]
    fn agrees_with_proj_to_a_metre_in_every_territory() {
        for (department, x, y, longitude, latitude) in [
            ("01", 870_262.2, 6_571_540.8, 5.20918, 46.22229),
            ("971", 657_242.9, 1_795_384.4, -61.52874, 16.234),
            ("973", 353_672.8, 544_349.1, -52.31973, 4.92347),
            ("974", 323_086.6, 7_679_599.8, 55.29821, -20.97571),
            ("976", 524_819.9, 8_587_194.7, 45.22868, -12.77989),
            ("975", 563_213.8, 5_180_306.8, -56.17201, 46.77332),
        ] {
            let (lat, long) = degrees(department, x, y).unwrap();
            assert!((lat - latitude).abs() < 1e-5, "{department}: latitude {lat}, not {latitude}");
            assert!((long - longitude).abs() < 1e-5, "{department}: longitude {long}, not {longitude}");
        }
    }

    #[test]
    fn a_point_off_its_territory_is_no_position() {
        assert_eq!(degrees("01", 0.0, 0.0), None);
        assert_eq!(degrees("01", f64::NAN, 1.0), None);
        assert_eq!(degrees("988", 500_000.0, 7_500_000.0), None);
        assert_eq!(degrees("35", 1e300, -1e300), None);
    }
}
