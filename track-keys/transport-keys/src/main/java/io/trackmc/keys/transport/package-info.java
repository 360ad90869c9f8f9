/** Everything a node needs to authenticate packets: GroupAuthKey, SubgroupAuthKey, InteriorNodeKey, multicast security associations, packet protection and the client that registers with the controllers. */
@NullMarked
package io.trackmc.keys.transport;

import org.jspecify.annotations.NullMarked;
