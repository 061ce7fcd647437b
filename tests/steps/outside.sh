# What others say of the formats.

step 'formats of others' tests/outside/test.sh "${features[@]}"
