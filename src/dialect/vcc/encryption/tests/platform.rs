//! The platform's side: bodies encrypted without any code under test.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cipher::block_padding::Pkcs7;
use cipher::common::InnerInit;
use cipher::consts::U16;
use cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeEncrypt, BlockSizeUser, InnerIvInit, KeyInit, StreamCipher,
    StreamCipherCoreWrapper,
};

use crate::config::CipherMode;

/// All modes of the settings.
pub(super) const MODES: [CipherMode; 6] =
    [CipherMode::Ctr, CipherMode::Cbc, CipherMode::Cfb, CipherMode::Cfb8, CipherMode::Ofb, CipherMode::Ecb];

/// How the platform encrypts.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) key_bits: u16,
    pub(super) mode: CipherMode,
    pub(super) key: Vec<u8>,
    pub(super) iv: [u8; 16],
}

pub(super) fn bytes_of_iv() -> [u8; 16] {
    std::array::from_fn(|index| u8::try_from(index).unwrap())
}

/// What the platform sends, written without any code under test.
pub(super) fn encrypt(case: &Case, plain: &[u8]) -> String {
    let mut key = case.key.clone();
    key.resize(usize::from(case.key_bits / 8), 0);
    BASE64_STANDARD.encode(match case.key_bits {
        128 => encrypt_with(&aes::Aes128::new_from_slice(&key).unwrap(), case, plain),
        192 => encrypt_with(&aes::Aes192::new_from_slice(&key).unwrap(), case, plain),
        _ => encrypt_with(&aes::Aes256::new_from_slice(&key).unwrap(), case, plain),
    })
}

fn encrypt_with<C>(aes: &C, case: &Case, plain: &[u8]) -> Vec<u8>
where
    C: BlockCipherEncrypt + BlockCipherDecrypt + BlockSizeUser<BlockSize = U16>,
{
    let iv = (&case.iv).into();
    let mut data = plain.to_vec();
    let room = plain.len() / 16 * 16 + 16;
    match case.mode {
        CipherMode::Ctr => {
            let core = ctr::CtrCore::<_, ctr::flavors::Ctr128BE>::inner_iv_init(aes, iv);
            StreamCipherCoreWrapper::from_core(core).apply_keystream(&mut data);
        }
        CipherMode::Ofb => {
            StreamCipherCoreWrapper::from_core(ofb::OfbCore::inner_iv_init(aes, iv)).apply_keystream(&mut data);
        }
        CipherMode::Cfb => cfb_mode::Encryptor::inner_iv_init(aes, iv).encrypt(&mut data),
        CipherMode::Cfb8 => cfb8::Encryptor::inner_iv_init(aes, iv).encrypt(&mut data),
        CipherMode::Cbc | CipherMode::Ecb => {
            data.resize(room, 0);
            let length = plain.len();
            if case.mode == CipherMode::Cbc {
                cbc::Encryptor::inner_iv_init(aes, iv).encrypt_padded::<Pkcs7>(&mut data, length).unwrap();
            } else {
                ecb::Encryptor::inner_init(aes).encrypt_padded::<Pkcs7>(&mut data, length).unwrap();
            }
        }
    }
    data
}
