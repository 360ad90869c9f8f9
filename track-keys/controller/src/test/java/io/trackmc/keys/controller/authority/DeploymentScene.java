package io.trackmc.keys.controller.authority;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a deployment on disk and its authorities, which are closed at its end. */
abstract class DeploymentScene {

    @TempDir
    Path temporary;

    TestDeployment deployment;

    @BeforeEach
    void deploy() {
        deployment = new TestDeployment(temporary.resolve("d"));
    }

    @AfterEach
    void close() {
        deployment.close();
    }
}
