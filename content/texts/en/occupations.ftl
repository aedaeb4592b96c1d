# Names of occupations on the map, and where their places come from. Which there are is written in occupations.toml.
#
# Rules: plain text; a name stands small in the picture, so at most 24 characters.

occupation-software-developers = Software developers
occupation-data-scientists = Data scientists
occupation-it-project-managers = IT project managers
occupation-project-specialists = Project specialists
occupation-engineering-managers = Engineering managers
occupation-it-managers = IT managers

occupations-notice = Occupations on the map stand where their work is rated. The people in them were not asked: a model rated the interests from descriptions of the work. The ratings are from the O*NET 30.x Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), used under CC BY 4.0. O*NET® is a trademark of USDOL/ETA, who have neither approved nor tested this.
