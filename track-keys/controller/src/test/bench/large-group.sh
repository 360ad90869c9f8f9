#!/bin/sh
# Measures the key trees of a large group; fan-out 100 (the default) gives 1,000,000 receivers. Compile first: mvn -pl track-keys/controller -am test-compile
set -eu
cd "$(dirname "$0")/../../../../.."
k=track-keys
path=track-proto/target/classes:$k/transport-keys/target/classes:$k/payload-keys/target/classes:$k/controller/target/classes:$k/controller/target/test-classes
for jar in org/bouncycastle/bcprov-jdk18on com/typesafe/config org/jspecify/jspecify; do
    path=$path:$(find "$HOME/.m2/repository/$jar" -name '*.jar' | sort -V | tail -1)
done
exec "${JAVA:-java}" -Xmx2g -cp "$path" io.trackmc.keys.controller.tree.LargeGroup "$@"
