import java.util.concurrent.CompletableFuture;
import org.releasecore.Deployment;
import org.releasecore.OpenOptions;
import org.releasecore.ReleaseException;
import org.releasecore.Releases;
import org.releasecore.Status;
import org.releasecore.Tier;

/**
 * release-core from Java: {@code java -cp 'release-core-0.1.0.jar:libs/*' Deploy.java}. Options are setters of a call;
 * {@code call()} blocks, and {@code future()} is a {@link CompletableFuture}.
 */
public final class Deploy {
    public static void main(String[] arguments) {
        String database = arguments.length > 0 ? arguments[0] : "memory:";
        try (Releases releases = Releases.open(database, new OpenOptions())) {
            releases.createProject("web", "acme/web").versionScheme("semver").call();
            releases.createEnvironment("web", "production").tier(Tier.PRODUCTION).call();

            String commit = "9fceb02d0ae598e95dc970b74767f19372d61af8";
            releases.createRelease("web", "1.4.0-rc1", "acme/web", commit).call();
            Deployment deployment =
                releases.createDeployment("web", "production", "1.4.0-rc1").actor("ana@acme.dev").redeploy().call();

            // Somebody waits for its end while another one reports it.
            CompletableFuture<Deployment> ended = releases.wait(deployment.getId()).future();
            releases.updateDeploymentStatus("web", "production", "1.4.0-rc1", Status.SUCCESS).call();
            System.out.println("deployment " + deployment.getNumber() + ": " + ended.join().getStatus());

            try {
                releases.createDeployment("web", "production", "1.4.0-rc9").call();
            } catch (ReleaseException e) {
                System.out.println(e.getCode() + ": " + e.getMessage());
            }
        }
    }
}
