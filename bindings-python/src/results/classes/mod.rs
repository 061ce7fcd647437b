//! A class for each type that operations answer. Written by `generate.py`.

mod part_1;
mod part_2;
mod part_3;
mod part_4;

pub(crate) use part_1::*;
pub(crate) use part_2::*;
pub(crate) use part_3::*;
pub(crate) use part_4::*;
