//! Versions of every shape, for the property tests of this folder.

use proptest::prelude::*;

use super::version::ReleaseVersion;

/// A version that the test knows to be valid.
#[track_caller]
pub(crate) fn release(text: &str) -> ReleaseVersion {
    ReleaseVersion::new(text).unwrap()
}

/// Any release version, most of them of the shapes that people use, of few values so that many are close.
pub(crate) fn any_release() -> impl Strategy<Value = ReleaseVersion> {
    prop_oneof![
        4 => "v?(0|1|2|10)[.](0|1|9|10)[.](0|1|10)(-(a|alpha|0|1|9|10|b-1)([.](0|2|10|x))?)?([+](a|1|10|01))?",
        2 => "v?[01]{1,2}([.-][019]{1,3}){0,4}([-._+]?[a-c]{1,2}([.]?[0-9]{1,2})?)?",
        2 => "(nightly|main|v|release-v?|a)([-._]?[0-9]{1,2}){0,3}([-.+][a-c]{1,2})?",
        1 => "20[0-9]{2}([.]0?[1-9]){1,2}([.-][0-9]{1,2})?",
        1 => "20[0-9]{2}([-_](1[0-2]|0?[1-9])){1,3}",
        1 => "[0-9]{10,40}([.][0-9]{9,30}){0,2}(-[0-9]{1,30})?",
        1 => "[a-b]{13,17}[0-9]?",
        2 => "[0-9A-Za-z._+-]{1,12}",
        1 => "[0-9A-Za-z._+-]{100,128}",
    ]
    .prop_filter_map("a valid version", |text| ReleaseVersion::new(text).ok())
}

/// Versions that follow SemVer.
pub(crate) fn any_semver() -> impl Strategy<Value = ReleaseVersion> {
    "(0|[1-9][0-9]{0,20})[.](0|[1-9][0-9]{0,2})[.](0|9|99|[1-9][0-9]{0,2})(-(alpha|0|7)([.](0|10|x))?)?([+]b([.]01)?)?"
        .prop_map(|text| release(&text))
}
